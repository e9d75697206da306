package io.eventcore.postgres;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.testkit.EventStoreContract;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The contract with default settings: SERIALIZABLE. What takes minutes runs in full on the newest PostgreSQL, and
 * shorter on the oldest.
 */
@ExtendWith(TestPostgresExtension.class)
class PostgresContractTest extends EventStoreContract {

    private TestPostgres postgres;

    @BeforeEach
    void take(TestPostgres shared) {
        postgres = shared;
    }

    @Override
    protected EventStore newStore(EventTypes types) {
        PostgresEventStore store = PostgresEventStore.create(configFor(postgres.newDatabase()), types);
        store.initialize();
        return store;
    }

    @Override
    protected Duration feedDuration() {
        return onTheOldest() ? Duration.ofSeconds(20) : super.feedDuration();
    }

    @Override
    protected int commandsPerWriter() {
        return onTheOldest() ? 50 : super.commandsPerWriter();
    }

    private static boolean onTheOldest() {
        return System.getProperty(TestPostgresExtension.BINARIES_PROPERTY) != null;
    }

    PostgresConfig configFor(String url) {
        return PostgresConfig.builder(url).queryTimeout(PATIENCE).build();
    }
}

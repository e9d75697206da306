package io.eventcore.postgres;

import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.testkit.EventStoreContract;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract with default settings: SERIALIZABLE. */
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

    PostgresConfig configFor(String url) {
        return PostgresConfig.of(url);
    }
}

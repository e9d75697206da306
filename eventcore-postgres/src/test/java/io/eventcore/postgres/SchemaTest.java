package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StorageException;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tables: how they come to be. */
@ExtendWith(TestPostgresExtension.class)
class SchemaTest {

    @Test
    void twentyStoresMayInitializeAnEmptyDatabaseAtOnce(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                starts.add(threads.submit(() -> open(PostgresConfig.of(url)).close()));
            }
            for (Future<?> start : starts) {
                start.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(Sql.query(url, "SELECT string_agg(version::text, ',' ORDER BY version) FROM eventcore_schema"))
                .isEqualTo("1,2,3,4,5,6,7,8,9,10,11,12");
        assertThat(Sql.query(url, """
                        SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                        WHERE l.locktype = 'advisory' AND d.datname = current_database()""")).isEqualTo("0");
    }

    @Test
    void theTablesMayStandInASchemaOfTheirOwn(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url).schema("Team_A").build();
        try (PostgresEventStore store = open(config)) {
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1)));

            assertThat(store.feed().head()).isEqualTo(1);
            assertThat(Sql.query(url, "SELECT count(*) FROM \"Team_A\".events")).isEqualTo("1");
        }
    }

    @Test
    void anAppendWithoutTablesSaysWhatToDo(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase());
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
            AppendRequest request = AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1));

            assertThatThrownBy(() -> store.append(request))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("call initialize() first");
        }
    }

    @Test
    void aDatabaseOfANewerEventCoreIsRefused(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(PostgresConfig.of(url))) {
            Sql.execute(url, "INSERT INTO eventcore_schema (version, file) VALUES (99, 'V099__later.sql')");

            assertThatThrownBy(store::initialize)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("schema version 99");
        }
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }
}

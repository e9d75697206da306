package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends run at the isolation level that was asked for, and SERIALIZABLE costs no aborts. */
@ExtendWith(TestPostgresExtension.class)
class IsolationTest {

    private static final int IN_FLIGHT = 256;
    private static final int ROUNDS = 40;

    @ParameterizedTest
    @EnumSource(IsolationLevel.class)
    void theCallRunsAtTheConfiguredLevel(IsolationLevel level, TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url).isolation(level).build();
        try (PostgresEventStore store = open(config)) {
            Sql.execute(url, """
                    CREATE TABLE seen (level text);
                    CREATE FUNCTION note_level() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN
                        INSERT INTO seen VALUES (current_setting('transaction_isolation'));
                        RETURN NULL;
                    END
                    $$;
                    CREATE TRIGGER note_level AFTER INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION note_level();
                    """);

            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1)));

            assertThat(Sql.query(url, "SELECT string_agg(level, ',') FROM seen"))
                    .isEqualTo(level.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
        }
    }

    @Test
    void serializableIsTheDefault() {
        assertThat(PostgresConfig.of("postgres://localhost/eventcore").isolation())
                .isEqualTo(IsolationLevel.SERIALIZABLE);
    }

    @ParameterizedTest(name = "with command ids: {0}")
    @ValueSource(booleans = {false, true})
    void appendsToDistinctStreamsDoNotAbortEachOther(boolean withCommandIds, TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url).appendLanes(4).build();
        open(config).close();
        String before = rollbacks(url);

        try (PostgresEventStore store = open(config)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
                for (int i = 0; i < IN_FLIGHT; i++) {
                    AppendRequest.Builder transfer = transfer("from-" + i, "to-" + i, round);
                    if (withCommandIds) {
                        transfer.commandId(UUID.randomUUID());
                    }
                    appends.add(store.appendAsync(transfer.build()));
                }
                CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new))
                        .get();
            }
        }

        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo(String.valueOf(2 * IN_FLIGHT * ROUNDS));
        assertThat(rollbacks(url)).isEqualTo(before);
    }

    /** One request writes "a" and only reads "b", the other expects the wrong version of "c". */
    @Test
    void anAppendLeavesNoPredicateLock(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        open(PostgresConfig.of(url)).close();
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        SELECT eventcore_append('{a, b, c}', '{0, 0, 7}', '{1, 0, 1}', '{0, 0, 1}', '{1, 2, 3}',
                            '{0, 1}', '{1, 3}', '{1, 1}', ARRAY[gen_random_uuid()::text, gen_random_uuid()::text],
                            '{deposited, deposited}', '{1, 1}', '{"{}", "{}"}', '{"{}", "{}"}')""");
                try (ResultSet locks = statement.executeQuery("""
                        SELECT string_agg(relation::regclass::text, ', ') FROM pg_locks
                        WHERE mode = 'SIReadLock' AND pid = pg_backend_pid()""")) {
                    locks.next();
                    assertThat(locks.getString(1)).isNull();
                }
                try (ResultSet stored = statement.executeQuery("SELECT string_agg(stream_id, ',') FROM events")) {
                    stored.next();
                    assertThat(stored.getString(1)).isEqualTo("a");
                }
            }
        }
    }

    private static AppendRequest.Builder transfer(String from, String to, int version) {
        return AppendRequest.builder()
                .expect(StreamId.of(from), ExpectedVersion.exactly(version))
                .expect(StreamId.of(to), ExpectedVersion.exactly(version))
                .append(NewEvent.of(StreamId.of(from), new Deposited(-1)))
                .append(NewEvent.of(StreamId.of(to), new Deposited(1)));
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    /** The transactions that were rolled back in this database, once every backend has ended and handed its count in. */
    private static String rollbacks(String url) throws SQLException {
        await().until(() -> Sql.query(url, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()""").equals("0"));
        return Sql.query(url, "SELECT xact_rollback FROM pg_stat_database WHERE datname = current_database()");
    }
}

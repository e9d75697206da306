package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A projection that wants few events of a long log goes through it once, and never again. */
@ExtendWith(TestPostgresExtension.class)
class RareTypeTest {

    private static final int EVENTS = 200_000;
    private static final int RARE = 10;

    private String url;

    @BeforeEach
    void writeALongLog(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        try (PostgresEventStore store = open()) {
            store.initialize();
        }
        // The last tenth of the log has none that is wanted.
        Sql.execute(url, """
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                SELECT gen_random_uuid(), 'account-' || mod(n, 10000), 1 + n / 10000,
                       CASE WHEN n <= %1$d * 9 / 10 AND mod(n, %1$d * 9 / 10 / %2$d) = 0 THEN 'noted' ELSE 'deposited' END,
                       CASE WHEN n <= %1$d * 9 / 10 AND mod(n, %1$d * 9 / 10 / %2$d) = 0
                            THEN '{"text": "rare"}'::jsonb ELSE jsonb_build_object('cents', n) END
                FROM generate_series(1, %1$d) AS n""".formatted(EVENTS, RARE));
        Sql.execute(url, "VACUUM ANALYZE events");
    }

    @Test
    void aRunnerThatStartsAgainDoesNotSearchTheLogAgain() throws SQLException {
        assertThat(eventsReadBy(() -> catchUp(RARE))).as("the first run").isGreaterThanOrEqualTo(EVENTS);
        try (PostgresEventStore store = open()) {
            assertThat(Leased.position(store.projections(), "rare"))
                    .isEqualTo(store.feed().head());
        }

        assertThat(eventsReadBy(() -> catchUp(RARE)))
                .as("the second run, which looks only at the event on which the checkpoint rests")
                .isBetween(1L, 5L);

        try (PostgresEventStore store = open()) {
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.any(), new Deposited(1)));
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.any(), new Noted("one more")));
        }
        assertThat(eventsReadBy(() -> catchUp(RARE + 1)))
                .as("the run after two appends")
                .isBetween(1L, 10L);
    }

    private void catchUp(int expected) throws SQLException {
        try (PostgresEventStore store = open()) {
            // A batch is full with the last wanted event, so what lies behind it is passed over without applying
            // anything.
            ProjectionConfig config = ProjectionConfig.defaults().withBatchSize(RARE);
            new ProjectionRunner(store, new Rare(), config).runUntilCaughtUp();
        }
        assertThat(Sql.query(url, "SELECT count(*) FROM rare")).isEqualTo(String.valueOf(expected));
    }

    /** How many rows of the log the server fetched meanwhile, by its own statistics: sessions add theirs at their end. */
    private long eventsReadBy(Run run) throws SQLException {
        long before = eventsRead();
        run.run();
        return eventsRead() - before;
    }

    private long eventsRead() throws SQLException {
        await().until(() -> Sql.query(url, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                          AND backend_type IN ('client backend', 'parallel worker')""").equals("0"));
        return Long.parseLong(Sql.query(
                url, "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'events'"));
    }

    private PostgresEventStore open() {
        return PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class, Noted.class));
    }

    private interface Run {
        void run() throws SQLException;
    }

    private static final class Rare implements JdbcProjection<Noted> {
        @Override
        public String name() {
            return "rare";
        }

        @Override
        public EventFilter filter() {
            return EventFilter.all().withTypes("noted");
        }

        @Override
        public void initialize(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS rare (position bigint PRIMARY KEY)");
            }
        }

        @Override
        public void apply(StoredEvent<Noted> event, Connection connection) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO rare VALUES (?)")) {
                statement.setLong(1, event.position());
                statement.executeUpdate();
            }
        }
    }
}

package io.eventcore.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code initialize()} among other threads, other processes, readers, and processes that die. */
@ExtendWith(TestPostgresExtension.class)
class InitializingTest {

    private static final int STORES = 20;

    @Test
    void twoProcessesOfTwentyStoresEachInitializeAnEmptyDatabaseInUnderFiveSeconds(TestPostgres postgres)
            throws Exception {
        String url = postgres.newDatabase();
        try (Initializer first = Initializer.start(url);
                Initializer second = Initializer.start(url)) {
            first.awaitLine("ready");
            second.awaitLine("ready");

            long start = System.nanoTime();
            first.go();
            second.go();
            first.awaitLine("done");
            second.awaitLine("done");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));

            assertThat(Sql.query(url, "SELECT count(*) = max(version) FROM eventcore_schema"))
                    .isEqualTo("t");
            assertThat(advisoryLocks(url)).isEqualTo("0");
        }
    }

    @Test
    void aSecondInitializeWaitsForNothing(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url);
                Connection other = DriverManager.getConnection(url);
                Connection another = DriverManager.getConnection(url)) {
            for (int i = 0; i < 1_000; i++) {
                store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.exactly(i), new Deposited(i)));
            }
            readHalf(other);
            another.setAutoCommit(false);
            Sql.execute(another, "SELECT pg_advisory_xact_lock(" + 0x4576656E74436F72L + ")");

            assertThat(CompletableFuture.runAsync(store::initialize)).succeedsWithin(Duration.ofMinutes(2));
        }
    }

    @Test
    void aSecondInitializeWaitsForNoLockedTable(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url);
                Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE events, event_streams, projection_checkpoints IN ACCESS EXCLUSIVE MODE");

            assertThat(CompletableFuture.runAsync(store::initialize)).succeedsWithin(Duration.ofMinutes(2));
        }
    }

    @Test
    void aProcessThatIsKilledInTheMiddleLeavesNothingBehind(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (Connection other = DriverManager.getConnection(url)) {
            // The name is taken by a transaction that is not over, so whoever wants it waits, in the midst of the
            // files.
            other.setAutoCommit(false);
            Sql.execute(other, "CREATE TABLE projection_checkpoints ()");
            try (Initializer killed = Initializer.start(url)) {
                killed.awaitLine("ready");
                killed.go();
                await().until(() -> waitingFor(url, "transactionid").equals("1"));
                assertThat(waitingFor(url, "advisory")).isNotEqualTo("0");
            }
            other.rollback();
        }
        await().until(() -> Sql.query(url, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()""").equals("0"));

        assertThat(Sql.query(url, """
                        SELECT (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace)
                             + (SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace)""")).isEqualTo("0");
        assertThat(advisoryLocks(url)).isEqualTo("0");
        try (PostgresEventStore store = open(url)) {
            store.append(AppendRequest.to(StreamId.of("a"), ExpectedVersion.noStream(), new Deposited(1)));
            assertThat(store.feed().head()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsForAnotherInitializeIsExemptFromTimeouts(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(
                        JdbcUrl.parse(url).with("socketTimeout", "1").toString())
                .queryTimeout(Duration.ofMillis(200))
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
                Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "SELECT pg_advisory_xact_lock(" + 0x4576656E74436F72L + ")");
            CompletableFuture<Void> initialized = CompletableFuture.runAsync(store::initialize);
            await().until(() -> waitingFor(url, "advisory").equals("1"));
            await().during(Duration.ofSeconds(2)).until(() -> !initialized.isDone());

            other.rollback();

            assertThat(initialized).succeedsWithin(Duration.ofMinutes(5));
        }
    }

    /** Leaves the transaction open, with a cursor in the midst of the feed and of the table. */
    private static void readHalf(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Sql.execute(connection, """
                DECLARE feed CURSOR FOR SELECT * FROM eventcore_feed_page(
                    0, 1000, 1000000, NULL, NULL, NULL, NULL, NULL, 0, 1);
                FETCH 500 FROM feed;
                DECLARE log CURSOR FOR SELECT * FROM events ORDER BY position;
                FETCH 500 FROM log""");
    }

    private static String waitingFor(String url, String lockType) throws SQLException {
        return Sql.query(url, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = '%s'""".formatted(lockType));
    }

    private static String advisoryLocks(String url) throws SQLException {
        return Sql.query(url, """
                        SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                        WHERE l.locktype = 'advisory' AND d.datname = current_database()""");
    }

    private static PostgresEventStore open(String url) {
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    /** An {@link InitializingProcess}, killed when closed. */
    private record Initializer(Process process, BufferedReader output) implements AutoCloseable {

        static Initializer start(String url) throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            InitializingProcess.class.getName(),
                            url,
                            String.valueOf(STORES))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            return new Initializer(process, new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)));
        }

        void go() throws IOException {
            process.getOutputStream().write('\n');
            process.getOutputStream().flush();
        }

        /** Other lines are log. */
        void awaitLine(String expected) throws IOException {
            List<String> seen = new ArrayList<>();
            for (String line = output.readLine(); !expected.equals(line); line = output.readLine()) {
                if (line == null) {
                    throw new AssertionError("The process ended without saying '" + expected + "': " + seen);
                }
                seen.add(line);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }
}

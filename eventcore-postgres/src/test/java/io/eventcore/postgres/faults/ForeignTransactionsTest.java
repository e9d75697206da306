package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions that are open for long, and appends that are undone, do not keep a projection waiting. */
@ExtendWith(TestPostgresExtension.class)
class ForeignTransactionsTest {

    private static final Logger log = LoggerFactory.getLogger(ForeignTransactionsTest.class);

    /** Far less than what is open stays open. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** How many appends say something about their lags, however slow the machine is. */
    private static final int ENOUGH = 11;

    @Test
    void aProjectionFollowsWhileTheyAreOpen(TestPostgres postgres) throws SQLException {
        followFor(Duration.ofSeconds(5), postgres.newDatabase(), postgres.newDatabase());
    }

    @Test
    @Tag("slow")
    void aProjectionFollowsWhileTheyAreOpenForHalfAMinute(TestPostgres postgres) throws SQLException {
        followFor(Duration.ofSeconds(30), postgres.newDatabase(), postgres.newDatabase());
    }

    private static void followFor(Duration duration, String url, String otherDatabase) throws SQLException {
        try (PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class));
                Connection here = DriverManager.getConnection(url);
                Connection there = DriverManager.getConnection(otherDatabase);
                Connection undone = DriverManager.getConnection(url)) {
            store.initialize();
            writeAndStayOpen(here);
            writeAndStayOpen(there);
            undone.setAutoCommit(false);
            long[] nanos;
            try (ProjectionRunner runner = new ProjectionRunner(store, new AccountsProjection()).start()) {
                long end = System.nanoTime() + duration.toNanos();
                nanos = LongStream.iterate(
                                1, booking -> booking <= ENOUGH || System.nanoTime() - end < 0, booking -> booking + 1)
                        .map(booking -> appendAndAwait(store, runner, undone, booking))
                        .sorted()
                        .toArray();
            }
            log.info(
                    "{} appends, each after one that was undone; until the projection had it, ms: median {}, most {}",
                    nanos.length,
                    TimeUnit.NANOSECONDS.toMillis(nanos[nanos.length / 2]),
                    TimeUnit.NANOSECONDS.toMillis(nanos[nanos.length - 1]));
            assertThat(nanos).hasSizeGreaterThanOrEqualTo(ENOUGH);
            assertThat(Arrays.stream(nanos).filter(lag -> lag < TimeUnit.SECONDS.toNanos(1)))
                    .as("lags under a second")
                    .hasSizeGreaterThan(nanos.length / 2);
            assertThat(stillOpen(url, here) && stillOpen(url, there)).isTrue();
            assertThat(store.feed().head()).isEqualTo(2L * nanos.length);
        }
        AccountsProjection.assertIsTheFoldOfTheLog(url);
    }

    /** How long it took until the projection had applied the event, in nanoseconds. */
    private static long appendAndAwait(
            PostgresEventStore store, ProjectionRunner runner, Connection undone, long booking) {
        appendAndUndo(undone);
        StreamId account = StreamId.of("account-" + booking % 10);
        long position = store.append(AppendRequest.to(account, ExpectedVersion.any(), new Moved(booking, 1)))
                .position();
        long appendedAt = System.nanoTime();
        assertThat(runner.awaitPosition(position, PATIENCE))
                .as("the projection has come to position " + position)
                .isTrue();
        return System.nanoTime() - appendedAt;
    }

    private static void appendAndUndo(Connection connection) {
        try (PreparedStatement call = connection.prepareStatement("""
                SELECT eventcore_append(ARRAY['undone'], '{0}', '{1}', '{0}', '{1}', '{0}', '{1}', '{1}', ARRAY[?],
                                        '{moved}', '{1}', ARRAY['{"booking": 0, "cents": 1}'], ARRAY['{}'])""")) {
            call.setString(1, UUID.randomUUID().toString());
            call.execute();
            connection.rollback();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void writeAndStayOpen(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Sql.execute(connection, "CREATE TABLE something_else AS SELECT 1 AS x");
    }

    /** Also in another database of the server. */
    private static boolean stillOpen(String url, Connection connection) throws SQLException {
        int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        return Sql.query(url, """
                        SELECT state = 'idle in transaction' AND backend_xid IS NOT NULL
                        FROM pg_stat_activity WHERE pid = %d""".formatted(pid)).equals("t");
    }
}

package io.eventcore.postgres;

import static io.eventcore.ProjectionStore.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.StoreUnavailableException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What holders of a segment do to each other whose transactions are open at the same time. */
@ExtendWith(TestPostgresExtension.class)
class FencedTransactionsTest {

    private static final ProjectionId BALANCES = new ProjectionId("balances", 1);
    private static final ProjectionId NEW_BALANCES = new ProjectionId("balances", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final CountDownLatch goOn = new CountDownLatch(1);
    private String url;
    private PostgresEventStore store;
    private ProjectionStore projections;

    @BeforeEach
    void open(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        projections = store.projections();
        Sql.execute(url, "CREATE TABLE totals (cents bigint)");
    }

    @AfterEach
    void close() {
        goOn.countDown();
        store.close();
    }

    @Test
    void theNextHolderWaitsForTheTransactionBeforeAndThenFencesItsHolderOut() throws Exception {
        Lease before = opened("host-1", Leased.LONG);
        CompletableFuture<Void> working = atWork(before, 0, 7);
        projections.leave(BALANCES, "host-1");
        Lease next = leased(BALANCES, "host-2", Leased.LONG);

        CompletableFuture<Long> opening = later(() -> projections.open(next, NOTHING, NOTHING));
        await().until(() -> waiting() == 1);
        assertThat(opening).isNotDone();

        goOn.countDown();
        assertThat(working).succeedsWithin(PATIENCE);
        assertThat(opening).succeedsWithin(PATIENCE).isEqualTo(7L);
        assertThatThrownBy(() -> projections.advance(before, 7, 9, NOTHING)).isInstanceOf(LeaseLostException.class);
        projections.advance(next, 7, 8, NOTHING);
        assertThat(Leased.position(projections, "balances")).isEqualTo(8);
    }

    @Test
    void aLeaseThatWasTakenMovesNothingEvenBeforeTheNextHolderOpens() throws Exception {
        Lease before = opened("host-1", Leased.LONG);
        projections.leave(BALANCES, "host-1");
        leased(BALANCES, "host-2", Leased.LONG);

        assertThatThrownBy(() -> projections.advance(before, 0, 7, NOTHING)).isInstanceOf(LeaseLostException.class);
        assertThat(Leased.position(projections, "balances")).isZero();
    }

    /** The row was free when the statement began, and has another token when it gets its turn. */
    @Test
    void aMoveThatWaitedWhileTheNextHolderOpenedIsRefused() throws Exception {
        Lease before = opened("host-1", Leased.LONG);
        try (Connection next = DriverManager.getConnection(url)) {
            next.setAutoCommit(false);
            Sql.execute(next, "UPDATE projection_checkpoints SET token = nextval('projection_tokens_seq')");
            CompletableFuture<Void> moving = later(() -> {
                projections.advance(before, 0, 7, NOTHING);
                return null;
            });
            await().until(() -> waiting() == 1);

            next.commit();

            assertThat(moving)
                    .failsWithin(PATIENCE)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(LeaseLostException.class);
        }
    }

    /** It had looked for a barrier when there was none, and took the segment when there was. */
    @Test
    void aLeaseThatWaitedForAChangeOfTheSegmentsKnowsItsBarrier() throws Exception {
        opened("host-1", Leased.LONG);
        try (Connection operator = DriverManager.getConnection(url)) {
            operator.setAutoCommit(false);
            Sql.execute(operator, "UPDATE projections SET barrier = 5, next_segments = 2");
            Sql.execute(
                    operator, "UPDATE projection_leases SET owner = NULL, token = nextval('projection_tokens_seq')");
            CompletableFuture<Lease> leasing = later(() -> leased(BALANCES, "host-1", Leased.LONG));
            await().until(() -> waiting() == 1);

            operator.commit();

            assertThat(leasing)
                    .succeedsWithin(PATIENCE)
                    .extracting(Lease::until)
                    .isEqualTo(5L);
        }
    }

    /** As after SIGSTOP in the middle of a batch: the server ends the session, and with it the lock on the segment. */
    @Test
    void aHolderThatFallsSilentInItsTransactionLosesItAndTheSegmentMoves() throws Exception {
        Lease silent = opened("host-1", Duration.ofSeconds(1));
        CompletableFuture<Void> working = atWork(silent, 0, 7);
        Lease next = await().atMost(PATIENCE)
                .until(() -> projections.lease(BALANCES, "host-2", Leased.LONG).held(), held -> !held.isEmpty())
                .get(0);

        CompletableFuture<Long> opening = later(() -> projections.open(next, NOTHING, NOTHING));

        assertThat(opening).succeedsWithin(PATIENCE).isEqualTo(0L);
        goOn.countDown();
        assertThat(working)
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(StoreUnavailableException.class);
        assertThat(Sql.query(url, "SELECT count(*) FROM totals")).isEqualTo("0");
        projections.advance(next, 0, 3, NOTHING);
        assertThat(Leased.position(projections, "balances")).isEqualTo(3);
    }

    /** What a projection's own statement meets then is one of the states of a lost connection. */
    @Test
    void theStatementAfterTheSilenceFailsAsOneOnALostConnection() throws Exception {
        Lease silent = opened("host-1", Duration.ofSeconds(1));

        assertThatThrownBy(() -> projections.advance(silent, 0, 7, transaction -> {
                    Connection connection = transaction.unwrap(Connection.class);
                    await().atMost(PATIENCE).until(() -> idleInTransaction() == 0);
                    Sql.execute(connection, "INSERT INTO totals VALUES (1)");
                }))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).matches("08...|57P..|25P03"));
        projections.advance(silent, 0, 1, NOTHING);
    }

    @Test
    void leasingWaitsForNoInitializationThatTakesLong() throws Exception {
        projections.register(BALANCES, 2, 0);
        Lease first = leased(BALANCES, "host-1", Leased.LONG);
        CountDownLatch initializing = new CountDownLatch(1);
        CompletableFuture<Long> opening =
                later(() -> projections.open(first, transaction -> hold(initializing), NOTHING));
        initializing.await();

        CompletableFuture<Integer> leases = later(() -> projections
                        .lease(BALANCES, "host-1", Leased.LONG)
                        .held()
                        .size()
                + projections.lease(BALANCES, "host-2", Leased.LONG).held().size());

        assertThat(leases).succeedsWithin(PATIENCE).isEqualTo(2);
        assertThat(opening).isNotDone();
        goOn.countDown();
        assertThat(opening).succeedsWithin(PATIENCE);
    }

    @Test
    void leasingWaitsForNoBatchWhileTheSegmentsAreToBeDivided() throws Exception {
        Lease old = opened("host-1", Leased.LONG);
        projections.advance(old, 0, 5, NOTHING);
        CompletableFuture<Void> working = atWork(old, 5, 9);
        Sql.execute(url, "UPDATE projections SET barrier = 5, next_segments = 3");

        CompletableFuture<Long> lease = later(() ->
                projections.lease(BALANCES, "host-1", Leased.LONG).held().get(0).until());

        assertThat(lease).succeedsWithin(PATIENCE).isEqualTo(5L);
        assertThat(projections.positions(BALANCES)).hasSize(1);
        goOn.countDown();
        assertThat(working).succeedsWithin(PATIENCE);
    }

    @Test
    void aVersionIsComparedWithTheOneThatServesOnceThatStandsStill() throws Exception {
        Lease serving = opened("host-1", Leased.LONG);
        assertThat(projections.activate(BALANCES, NOTHING)).isTrue();
        projections.register(NEW_BALANCES, 1, 5);
        CompletableFuture<Void> working = atWork(serving, 0, 6);

        CompletableFuture<Boolean> activating = later(() -> projections.activate(NEW_BALANCES, NOTHING));
        await().until(() -> waiting() == 1);
        goOn.countDown();

        assertThat(working).succeedsWithin(PATIENCE);
        assertThat(activating).succeedsWithin(PATIENCE).isEqualTo(false);
    }

    private Lease opened(String instance, Duration duration) throws Exception {
        projections.register(BALANCES, 1, 0);
        Lease lease = leased(BALANCES, instance, duration);
        projections.open(lease, NOTHING, NOTHING);
        return lease;
    }

    private Lease leased(ProjectionId projection, String instance, Duration duration) {
        return projections.lease(projection, instance, duration).held().get(0);
    }

    /** Returns when the transaction has written something and stands still, until it may go on. */
    private CompletableFuture<Void> atWork(Lease lease, long from, long to) throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        Work work = transaction -> {
            Sql.execute(transaction.unwrap(Connection.class), "INSERT INTO totals VALUES (1)");
            hold(working);
        };
        CompletableFuture<Void> end = later(() -> {
            projections.advance(lease, from, to, work);
            return null;
        });
        working.await();
        return end;
    }

    private void hold(CountDownLatch arrived) throws InterruptedException {
        arrived.countDown();
        assertThat(goOn.await(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS)).isTrue();
    }

    private static <T> CompletableFuture<T> later(Callable<T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return call.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                task -> new Thread(task).start());
    }

    private int waiting() throws SQLException {
        return sessions("wait_event_type = 'Lock'");
    }

    private int idleInTransaction() throws SQLException {
        return sessions("state = 'idle in transaction'");
    }

    private int sessions(String condition) throws SQLException {
        return Integer.parseInt(Sql.query(
                url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND " + condition));
    }
}

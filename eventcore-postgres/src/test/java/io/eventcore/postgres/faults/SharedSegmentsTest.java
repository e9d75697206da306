package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.faults.JournalProjection.Moment;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three processes share the segments of a projection under load, and something happens to one of them. */
@ExtendWith(TestPostgresExtension.class)
class SharedSegmentsTest {

    private static final Logger log = LoggerFactory.getLogger(SharedSegmentsTest.class);

    private static final int SEGMENTS = 6;
    private static final int PROCESSES = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<RunnerProcess> processes = new ArrayList<>();
    private String url;
    private PostgresEventStore store;
    private Backlog backlog;

    @BeforeEach
    void start(TestPostgres postgres) throws IOException {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class));
        store.initialize();
        backlog = new Backlog(store, JournalProjection.ID);
        for (int i = 0; i < PROCESSES; i++) {
            processes.add(RunnerProcess.start(url, SEGMENTS));
        }
        awaitShares(2, 2, 2);
        backlog.awaitProgress(1);
    }

    @AfterEach
    void stop() {
        processes.forEach(RunnerProcess::close);
        backlog.close();
        store.close();
    }

    @Test
    void theSegmentsOfAProcessThatIsKilledMoveAndOneThatComesGetsAShare() throws Exception {
        long killedAt = System.nanoTime();
        processes.remove(0).kill();
        awaitShares(3, 3);
        logTimeSince(killedAt, "A process was killed");

        processes.add(RunnerProcess.start(url, SEGMENTS));
        processes.add(RunnerProcess.start(url, SEGMENTS));
        awaitShares(1, 1, 2, 2);

        assertNothingIsWrong();
    }

    @Test
    void aProcessThatIsSuspendedBeforeATransactionIsFencedOutAndGetsAShareAgain() throws Exception {
        long suspendedAt = System.nanoTime();
        processes.get(0).suspend(Moment.BEFORE_THE_TRANSACTION);
        awaitShares(0, 3, 3);
        logTimeSince(suspendedAt, "A process was suspended");
        backlog.awaitHead();

        processes.get(0).resume();
        awaitShares(2, 2, 2);

        assertNothingIsWrong();
    }

    @Test
    void aProcessThatIsSuspendedInATransactionLosesItAndGetsAShareAgain() throws Exception {
        long suspendedAt = System.nanoTime();
        processes.get(0).suspend(Moment.IN_THE_TRANSACTION);
        assertThat(RunnerProcess.anySessionHasWritten(url)).isTrue();
        awaitShares(0, 3, 3);
        logTimeSince(suspendedAt, "A process was suspended in a transaction");
        // All segments are worked on, also the one whose row the transaction had locked.
        backlog.awaitHead();

        processes.get(0).resume();
        awaitShares(2, 2, 2);

        assertNothingIsWrong();
    }

    /** In any order: who has how many depends on the names of the instances. */
    private void awaitShares(Integer... expected) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(processes)
                        .extracting(process -> (int) process.segmentsHeld(store))
                        .containsExactlyInAnyOrder(expected));
    }

    private static void logTimeSince(long nanos, String what) {
        log.info(
                "{}; after {} ms the others had all of its segments.",
                what,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
    }

    private void assertNothingIsWrong() throws Exception {
        backlog.awaitHead();
        // A lease may have run out on a busy machine: then it comes back.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(processes)
                        .allSatisfy(process ->
                                assertThat(process.segmentsHeld(store)).isPositive()));
        backlog.close();
        processes.forEach(RunnerProcess::kill);
        ProjectionConfig config = ProjectionConfig.defaults().withSegments(SEGMENTS);
        new ProjectionRunner(store, new JournalProjection(), config).runUntilCaughtUp();
        JournalProjection.assertNothingIsLostDoubledOrOutOfOrder(url);
    }
}

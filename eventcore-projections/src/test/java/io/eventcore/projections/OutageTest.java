package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventcore.EventCoreException;
import io.eventcore.OverloadedException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StorageException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.projections.ProjectionStatus.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class OutageTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner =
            new ProjectionRunner(store, projection, ProjectionConfig.defaults().withHotPoll(Duration.ofMillis(1)));

    private final Logger logger = (Logger) LoggerFactory.getLogger(ProjectionRunner.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stop() {
        runner.stop();
        logger.detachAppender(logged);
    }

    @Test
    void aFeedThatIsOutOfReachIsWaitedFor() {
        store.takeNotes("a");
        AtomicInteger attempts = new AtomicInteger();
        store.feed.beforeLooking = () -> failTheFirst(4, attempts);

        runner.start();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a");
    }

    @Test
    void aStoreThatIsOverloadedIsWaitedFor() {
        assertWaitsFor(new OverloadedException("all connections are in use"));
    }

    @Test
    void aTableThatSomebodyLocksIsWaitedFor() {
        assertWaitsFor(new QueryTimeoutException("the table is locked"));
    }

    private void assertWaitsFor(EventCoreException failure) {
        store.takeNotes("a");
        AtomicInteger attempts = new AtomicInteger();
        store.feed.beforeLooking = () -> {
            if (attempts.incrementAndGet() <= 4) {
                throw failure;
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a");
    }

    @Test
    void aCheckpointThatIsOutOfReachIsWaitedFor() {
        store.takeNotes("a");
        AtomicInteger attempts = new AtomicInteger();
        store.checkpoints.onBegin = () -> failTheFirst(4, attempts);

        runner.start();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a");
    }

    @Test
    void aConnectionThatBreaksUnderTheProjectionIsWaitedFor() {
        store.takeNotes("a", "b");
        AtomicInteger attempts = new AtomicInteger();
        projection.afterWriting = event -> {
            if (attempts.incrementAndGet() <= 4) {
                throw new SQLException("terminating connection due to administrator command", "57P01");
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(2, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "53100", "53200", "53300", "53400", "58030", "57P03", "40001", "40P01"})
    void aStateThatPassesByItselfIsWaitedFor(String sqlState) {
        store.takeNotes("a", "b");
        AtomicInteger attempts = new AtomicInteger();
        projection.afterWriting = event -> {
            if (attempts.incrementAndGet() <= 9) {
                throw new SQLException("not now", sqlState);
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(2, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a", "b");
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25006", "53100", "40001", "XX000"})
    void aLeaseThatCannotBeRenewedNowIsRenewedLater(String sqlState) {
        store.takeNotes("a");
        AtomicInteger attempts = new AtomicInteger();
        store.checkpoints.onLease = () -> {
            if (attempts.incrementAndGet() <= 4) {
                throw new StorageException("PostgreSQL failed", new SQLException("not now", sqlState));
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
    }

    @Test
    void aProjectionThatIsSilentForTooLongIsNoOutageButAFailure() {
        store.takeNotes("a");
        projection.afterWriting = event -> {
            throw new SQLException("terminating connection due to idle-in-transaction timeout", "25P03");
        };

        assertThatThrownBy(new ProjectionRunner(
                        store,
                        projection,
                        ProjectionConfig.defaults()
                                .withFailurePolicy(FailurePolicy.stop().withAttempts(1)))::runContinuous)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("SQL state 25P03");
    }

    /** No event is to blame: mostly the process was suspended. */
    @ParameterizedTest
    @ValueSource(strings = {"25P03", "57P01", "08006"})
    void aSegmentWhoseOpeningIsInterruptedByTheServerIsOpenedAgain(String sqlState) {
        store.takeNotes("a");
        AtomicInteger attempts = new AtomicInteger();
        projection.whenInitialized = () -> {
            if (attempts.incrementAndGet() <= 3) {
                throw new SQLException("terminating connection", sqlState);
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a");
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aCommitWhoseAnswerWasLostIsNotAppliedAgain() {
        store.takeNotes("a", "b");
        AtomicInteger commits = new AtomicInteger();
        store.checkpoints.afterCommit = () -> {
            if (commits.incrementAndGet() == 2) {
                throw new StoreUnavailableException("the connection broke while it committed");
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(2, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a", "b");
    }

    @Test
    void eachOutageIsLoggedOnceWhenItBeginsAndOnceWhenItEnds() {
        store.takeNotes("a");
        AtomicInteger attempts = new AtomicInteger();
        store.feed.beforeLooking = () -> failTheFirst(4, attempts);
        runner.start();
        assertThat(runner.awaitPosition(1, SOON)).isTrue();
        Awaitility.await().untilAsserted(() -> assertThat(messages(Level.INFO)).hasSize(1));
        attempts.set(0);
        runner.awaitPosition(store.takeNotes("b"), SOON);
        Awaitility.await().untilAsserted(() -> assertThat(messages(Level.INFO)).hasSize(2));

        assertThat(messages(Level.WARN))
                .hasSize(2)
                .containsOnly("Projection 'notes v1' cannot reach its storage; it waits and tries again.");
        assertThat(messages(Level.INFO)).containsOnly("Projection 'notes v1' goes on after 4 failed attempts.");
    }

    @Test
    void theDelaysGrowToFiveSeconds() {
        Outage outage = new Outage("notes", ProjectionConfig.defaults());
        StoreUnavailableException failure = new StoreUnavailableException("the server is down");

        assertThat(outage.next(failure)).isBetween(Duration.ofMillis(2), Duration.ofMillis(8));
        for (int i = 0; i < 100; i++) {
            outage.next(failure);
        }

        assertThat(outage.next(failure)).isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(5));
    }

    @Test
    void aRunnerCanBeStoppedDuringAnOutage() {
        store.feed.beforeLooking = () -> {
            throw new StoreUnavailableException("the server is down");
        };
        runner.start();
        Awaitility.await().untilAsserted(() -> assertThat(store.feed.reads).hasValueGreaterThan(2));

        runner.stop();

        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aCheckpointThatCannotBeSavedAtTheEndLosesNothing() {
        store.sendInvoices(3);
        runner.start();
        assertThat(runner.awaitPosition(3, SOON)).isTrue();
        store.checkpoints.onBegin = () -> {
            throw new StoreUnavailableException("the server is down");
        };

        runner.stop();

        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        store.checkpoints.onBegin = () -> {};
        store.takeNotes("a");
        runner.runUntilCaughtUp();
        assertThat(store.checkpoints.texts()).containsExactly("a");
    }

    private List<String> messages(Level level) {
        return List.copyOf(logged.list).stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .filter(message -> !message.contains("serves the readers"))
                .toList();
    }

    private static void failTheFirst(int count, AtomicInteger attempts) {
        if (attempts.incrementAndGet() <= count) {
            throw new StoreUnavailableException("the server is down");
        }
    }
}

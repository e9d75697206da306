package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ProjectionFailedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.UndecodableEventException;
import io.eventcore.projections.ProjectionStatus.State;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAheadTest {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String THREAD = "eventcore-projection-notes-0-ahead";

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = new ProjectionRunner(
            store, projection, ProjectionConfig.defaults().withBatchSize(2).withHotPoll(Duration.ofMillis(1)));

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void theNextPageIsReadWhileOneIsApplied() {
        store.takeNotesUpTo(4);
        projection.beforeWriting = event -> {
            if (event.position() == 1) {
                awaitReads(2);
            }
        };

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3", "4");
        assertThat(store.feed.reads).hasValue(2);
    }

    @Test
    void itIsNeverMoreThanOnePageAhead() {
        store.takeNotesUpTo(100);
        projection.afterWriting = event -> {
            int page = (int) (event.position() + 1) / 2;
            assertThat(store.feed.reads).hasValueLessThanOrEqualTo(page + 1);
        };

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(100));
    }

    @Test
    void nothingIsReadBeyondThePositionToCatchUpWith() {
        store.takeNotesUpTo(2);
        projection.beforeWriting = event -> {
            if (event.position() == 1) {
                store.takeNotes("3", "4", "5");
            }
        };

        runner.runUntilCaughtUp();

        assertThat(store.feed.reads).hasValue(1);
    }

    @Test
    void aFailingEventLosesAndRepeatsNothingOfThePageAhead() {
        store.takeNotesUpTo(6);
        AtomicBoolean broken = new AtomicBoolean(true);
        projection.beforeWriting = event -> {
            if (event.position() == 3 && broken.get()) {
                awaitReads(3);
                throw new SQLException("not this one", "22000");
            }
        };

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("at position 3");
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
        assertThat(store.checkpoints.position("notes")).isEqualTo(2);
        broken.set(false);

        runner.runUntilCaughtUp();
        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(6));
    }

    @Test
    void anOutageThatUndidABatchDoesNotSkipToThePageAhead() {
        store.takeNotesUpTo(6);
        AtomicBoolean first = new AtomicBoolean(true);
        projection.afterWriting = event -> {
            if (event.position() == 1 && first.getAndSet(false)) {
                awaitReads(2);
                throw new SQLException("terminating connection due to administrator command", "57P01");
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(6, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(6));
    }

    @Test
    void anEventThatComesBehindAPageThatWasReadAheadFollowsInOrder() {
        store.takeNotesUpTo(3);
        projection.beforeWriting = event -> {
            if (event.position() == 1) {
                awaitReads(2);
                store.takeNotes("4", "5");
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(5, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(5));
    }

    @Test
    void theCheckpointCoversOnlyWhatIsApplied() {
        store.takeNotesUpTo(20);
        projection.beforeWriting = event -> {
            long page = (event.position() - 1) / 2;
            awaitReads((int) Math.min(page + 2, 10));
            assertThat(store.checkpoints.position("notes")).isEqualTo(2 * page);
            assertThat(store.checkpoints.texts()).hasSize((int) (2 * page));
        };

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.position("notes")).isEqualTo(20);
    }

    @Test
    void whatFailsAheadIsReadAgain() {
        store.takeNotesUpTo(6);
        store.feed.beforeLooking = () -> {
            if (isAhead()) {
                throw new StoreUnavailableException("no connection for the reader ahead");
            }
        };

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(6));
    }

    @Test
    void aPageThatCannotBeReadFailsTheRunOnlyWhenItIsNeeded() {
        store.takeNotesUpTo(4);
        store.feed.beforeLooking = () -> {
            if (store.feed.reads.get() >= 2) {
                throw FakeFeed.unknownType("note-forgotten", 3);
            }
        };
        projection.beforeWriting = event -> awaitReads(2);

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasCauseInstanceOf(UndecodableEventException.class);

        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
        assertThat(runner.status().position()).isEqualTo(2);
    }

    @Test
    void stoppingWaitsForThePageOnItsWayAndAppliesItNot() throws InterruptedException {
        store.takeNotesUpTo(4);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean answered = new AtomicBoolean();
        store.feed.afterLooking = () -> {
            if (isAhead()) {
                awaitThroughInterrupts(goOn);
                answered.set(true);
            }
        };
        projection.beforeWriting = event -> {
            awaitReads(2);
            runner.stop();
        };
        runner.start();
        assertThat(runner.awaitPosition(2, SOON)).isTrue();

        Thread stopper = new Thread(runner::stop);
        stopper.start();
        Awaitility.await().untilAsserted(() -> assertThat(stopper.getState()).isEqualTo(Thread.State.WAITING));
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
        goOn.countDown();
        stopper.join();

        assertThat(answered).isTrue();
        Awaitility.await().untilAsserted(() -> assertThat(threadsAhead()).isZero());
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
        assertThat(store.checkpoints.position("notes")).isEqualTo(2);
    }

    @Test
    void aPauseAppliesNothingOfThePageAheadUntilItEnds() {
        store.takeNotesUpTo(6);
        projection.beforeWriting = event -> {
            if (event.position() == 1) {
                awaitReads(2);
                runner.pause();
            }
        };
        runner.start();
        Awaitility.await()
                .untilAsserted(() -> assertThat(runner.status().state()).isEqualTo(State.PAUSED));

        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
        runner.resume();

        assertThat(runner.awaitPosition(6, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(6));
    }

    private void awaitReads(int count) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(store.feed.reads).hasValueGreaterThanOrEqualTo(count));
    }

    private static boolean isAhead() {
        return Thread.currentThread().getName().equals(THREAD);
    }

    private static long threadsAhead() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(THREAD))
                .count();
    }

    /** As a query does, which does not end when its thread is interrupted. */
    private static void awaitThroughInterrupts(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException e) {
                // the answer of the server is still to come
            }
        }
    }
}

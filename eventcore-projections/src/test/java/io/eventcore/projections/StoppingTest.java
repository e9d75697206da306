package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoppingTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = new ProjectionRunner(
            store,
            projection,
            ProjectionConfig.defaults()
                    .withBatchSize(2)
                    .withIdlePoll(Duration.ofHours(1))
                    .withHotPoll(Duration.ofHours(1)));

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void aContinuousRunBlocksItsCallerUntilItIsStopped() throws InterruptedException {
        Thread caller = new Thread(runner::runContinuous);
        caller.start();
        assertThat(runner.awaitPosition(store.takeNotes("a"), SOON)).isTrue();
        assertThat(caller.isAlive()).isTrue();

        runner.stop();

        caller.join();
        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void stoppingWaitsForTheEndOfTheBatch() throws InterruptedException {
        CountDownLatch inTheBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        projection.beforeWriting = event -> {
            inTheBatch.countDown();
            goOn.await();
        };
        store.takeNotes("1", "2", "3", "4");
        runner.start();
        inTheBatch.await();

        Thread stopper = new Thread(runner::stop);
        stopper.start();
        Awaitility.await().untilAsserted(() -> assertThat(stopper.getState()).isEqualTo(Thread.State.WAITING));
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
        goOn.countDown();

        stopper.join();
        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
        assertThat(store.checkpoints.position("notes")).isEqualTo(2);
    }

    @Test
    void aProjectionMayStopItsOwnRunner() {
        projection.afterWriting = event -> runner.stop();
        store.takeNotes("1", "2", "3", "4");

        runner.runContinuous();

        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void aProjectionMayStopItsOwnRunnersThread() {
        projection.afterWriting = event -> runner.stop();
        store.takeNotes("1", "2", "3", "4");

        runner.start();

        Awaitility.await()
                .untilAsserted(() -> assertThat(runner.status().state()).isEqualTo(State.STOPPED));
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void stoppingTwiceAndStoppingWhatNeverRanDoNothing() {
        runner.stop();
        assertThat(runner.status().state()).isEqualTo(State.NEW);

        runner.start();
        runner.stop();
        runner.close();

        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aStopRightAfterTheStartIsNotMissed() {
        for (int i = 0; i < 500; i++) {
            runner.start().stop();
            assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        }
    }

    @Test
    void aRunnerRunsAgainAfterAStop() {
        runner.start();
        assertThat(runner.awaitPosition(store.takeNotes("1"), SOON)).isTrue();
        runner.stop();
        long position = store.takeNotes("2");

        runner.start();

        assertThat(runner.awaitPosition(position, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void aRunnerRunsOnceAtATime() {
        runner.start();

        assertThatThrownBy(runner::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'notes v1' is running already");
        assertThatThrownBy(runner::runContinuous).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(IllegalStateException.class);
        assertThat(runner.awaitPosition(store.takeNotes("still alive"), SOON)).isTrue();
    }

    @Test
    void catchingUpEndsEarlyWhenItIsStopped() {
        store.takeNotes("1", "2", "3", "4");
        projection.afterWriting = event -> runner.stop();

        assertThat(runner.runUntilCaughtUp()).isEqualTo(2);
    }

    @Test
    void anInterruptedPauseEndsTheRunAndKeepsTheFlag() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread caller = new Thread(() -> {
            runner.runContinuous();
            flag.complete(Thread.currentThread().isInterrupted());
        });
        caller.start();
        assertThat(runner.awaitPosition(store.takeNotes("a"), SOON)).isTrue();

        caller.interrupt();

        assertThat(flag.get(5, TimeUnit.MINUTES)).isTrue();
        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void anInterruptedProjectionIsUndoneAndNotBlamed() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        projection.afterWriting = event -> {
            if (event.position() == 2 && first.getAndSet(false)) {
                throw new InterruptedException("while it waited");
            }
        };
        store.takeNotes("1", "2");
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        new Thread(() -> {
                    runner.runContinuous();
                    flag.complete(Thread.currentThread().isInterrupted());
                })
                .start();

        assertThat(flag.get(5, TimeUnit.MINUTES)).isTrue();
        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        assertThat(store.checkpoints.texts()).isEmpty();

        runner.runUntilCaughtUp();
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void aRunnerThatIsBusyNoticesAnInterrupt() throws Exception {
        projection.afterWriting = event -> Thread.currentThread().interrupt();
        store.takeNotes("1", "2", "3", "4");
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        new Thread(() -> {
                    runner.runContinuous();
                    flag.complete(Thread.currentThread().isInterrupted());
                })
                .start();

        assertThat(flag.get(5, TimeUnit.MINUTES)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void aCallerWhoIsInterruptedWhileStoppingWaitsNoLonger() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch inTheBatch = new CountDownLatch(1);
        projection.beforeWriting = event -> {
            inTheBatch.countDown();
            goOn.await();
        };
        store.takeNotes("1");
        runner.start();
        inTheBatch.await();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread stopper = new Thread(() -> {
            runner.stop();
            flag.complete(Thread.currentThread().isInterrupted());
        });
        stopper.start();

        stopper.interrupt();

        assertThat(flag.get(5, TimeUnit.MINUTES)).isTrue();
        goOn.countDown();
        Awaitility.await()
                .untilAsserted(() -> assertThat(runner.status().state()).isEqualTo(State.STOPPED));
    }
}

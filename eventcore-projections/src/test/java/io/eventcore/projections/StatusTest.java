package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatusTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner =
            new ProjectionRunner(store, projection, ProjectionConfig.defaults().withBatchSize(2));

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void aRunnerThatStoppedInFrontOfAnEventThatCannotBeDecodedIsBehind() {
        store.takeNotes("1");
        store.feed.undecodable = Optional.of(1L);

        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(ProjectionFailedException.class);

        assertThat(runner.status().lag()).isEqualTo(1);
    }

    @Test
    void aNewRunnerHasDoneNothing() {
        assertThat(runner.status())
                .isEqualTo(new ProjectionStatus(
                        new ProjectionId("notes", 1),
                        State.NEW,
                        false,
                        List.of(),
                        0,
                        0,
                        Duration.ZERO,
                        0,
                        0,
                        0,
                        Optional.empty()));
    }

    @Test
    void theStatusShowsHowFarTheRunnerIsBehind() throws InterruptedException {
        CountDownLatch inTheSecondBatch = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        projection.beforeWriting = event -> {
            if (event.position() == 3) {
                inTheSecondBatch.countDown();
                goOn.await();
            }
        };
        store.takeNotes("1", "2", "3", "4", "5");

        runner.start();
        inTheSecondBatch.await();

        assertStands(runner.status(), 2, 5, 2);
        goOn.countDown();
        assertThat(runner.awaitPosition(5, SOON)).isTrue();
        assertStands(runner.status(), 5, 5, 5);
    }

    @Test
    void theHeadIsNeverBehindThePosition() {
        store.takeNotes("1", "2");
        runner.runUntilCaughtUp();
        AtomicReference<ProjectionStatus> beforeTheFirstPage = new AtomicReference<>();
        ProjectionRunner another = new ProjectionRunner(store, projection);
        store.feed.beforeLooking = () -> beforeTheFirstPage.compareAndSet(null, another.status());

        try (another) {
            another.start();
            assertThat(another.awaitPosition(store.takeNotes("3"), SOON)).isTrue();
        }

        assertThat(beforeTheFirstPage).hasValueSatisfying(status -> assertStands(status, 2, 2, 0));
    }

    private static void assertStands(ProjectionStatus status, long position, long head, long eventsApplied) {
        assertThat(status.state()).isEqualTo(State.RUNNING);
        assertThat(status.segments()).containsExactly(Segment.ALL);
        assertThat(status.position()).isEqualTo(position);
        assertThat(status.head()).isEqualTo(head);
        assertThat(status.eventsApplied()).isEqualTo(eventsApplied);
        assertThat(status.failure()).isEmpty();
    }

    @Test
    void whatWasAwaitedIsInTheReadModel() {
        runner.start();

        for (int i = 1; i <= 1_000; i++) {
            long position = store.takeNotes("note " + i);
            assertThat(runner.awaitPosition(position, SOON)).isTrue();
            assertThat(store.checkpoints.texts()).hasSize(i);
        }
    }

    @Test
    void aPositionThatHoldsNoWantedEventCanBeAwaited() {
        runner.start();

        assertThat(runner.awaitPosition(store.sendInvoices(3), SOON)).isTrue();
    }

    @Test
    void theTimeMayEndFirst() {
        runner.start();

        assertThat(runner.awaitPosition(1, Duration.ofMillis(20))).isFalse();
        assertThat(runner.awaitPosition(1, Duration.ZERO)).isFalse();
        assertThat(runner.awaitPosition(0, Duration.ZERO)).isTrue();
    }

    @Test
    void aPositionCanBeAwaitedBeforeTheStart() {
        store.takeNotes("1");
        CompletableFuture<Boolean> reached = CompletableFuture.supplyAsync(() -> runner.awaitPosition(1, SOON));

        runner.start();

        assertThat(reached).succeedsWithin(SOON).isEqualTo(true);
    }

    @Test
    void whoAwaitsAPositionThatWillNotComeIsToldAtOnce() {
        projection.afterWriting = event -> {
            if (event.position() == 2) {
                throw new IllegalStateException("broken");
            }
        };
        CompletableFuture<Boolean> reached =
                CompletableFuture.supplyAsync(() -> runner.awaitPosition(2, Duration.ofHours(1)));
        store.takeNotes("1", "2");

        runner.start();

        assertThat(reached)
                .failsWithin(SOON)
                .withThrowableThat()
                .withCauseInstanceOf(ProjectionFailedException.class)
                .withMessageContaining("will not reach position 2");
        assertThatThrownBy(() -> runner.awaitPosition(2, Duration.ofHours(1)))
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("broken");
        assertThat(runner.awaitPosition(1, Duration.ofHours(1))).isTrue();
    }

    @Test
    void whoIsInterruptedWhileAwaitingIsToldAndKeepsTheFlag() throws Exception {
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                runner.awaitPosition(1, Duration.ofHours(1));
            } catch (ExecutionInterruptedException expected) {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();

        waiting.interrupt();

        assertThat(flag.get(5, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void aThreadOfTheRunnerIsADaemonWithItsName() {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        projection.beforeWriting = event -> thread.complete(Thread.currentThread());
        store.takeNotes("1");

        runner.start();

        assertThat(thread).succeedsWithin(SOON).satisfies(runnerThread -> {
            assertThat(runnerThread.isDaemon()).isTrue();
            assertThat(runnerThread.getName()).isEqualTo("eventcore-projection-notes-0");
        });
        runner.stop();
        Awaitility.await()
                .untilAsserted(() -> assertThat(thread.join().isAlive()).isFalse());
    }
}

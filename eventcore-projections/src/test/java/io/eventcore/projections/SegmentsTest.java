package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.StreamId;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several runners of one projection share its segments. */
class SegmentsTest extends SharingRunners {

    @Test
    void withOneSegmentOneRunnerWorksAndTheOtherTakesOverWhenItEnds() {
        ProjectionRunner first = start(CONFIG);
        awaitSegments(first, 1);
        ProjectionRunner second = start(CONFIG);
        await(() -> assertThat(second.status().state()).isEqualTo(State.STANDBY));
        assertThat(second.awaitPosition(store.takeNotes("1"), SOON)).isTrue();

        first.stop();

        awaitSegments(second, 1);
        assertThat(second.awaitPosition(store.takeNotes("2"), SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void runnersComeAndGoAndTheSegmentsFollowThem() {
        ProjectionRunner first = start(CONFIG.withSegments(4));
        awaitSegments(first, 4);

        ProjectionRunner second = start(CONFIG.withSegments(4));
        await(() -> assertThat(numbersOf(first, second)).containsExactlyInAnyOrder(0, 1, 2, 3));
        awaitSegments(first, 2);
        awaitSegments(second, 2);

        ProjectionRunner third = start(CONFIG.withSegments(4));
        await(() -> assertThat(sizes(first, second, third)).containsExactlyInAnyOrder(1, 1, 2));

        first.stop();
        third.stop();
        awaitSegments(second, 4);
    }

    @Test
    void everyEventIsAppliedOnceAndEachStreamInOrderWhileRunnersComeAndGo() {
        ProjectionConfig config = CONFIG.withSegments(8).withBatchSize(10);
        ProjectionRunner first = start(config);
        rounds.append(0, 50);
        ProjectionRunner second = start(config);
        rounds.append(50, 100);
        ProjectionRunner third = start(config);
        rounds.append(100, 150);
        first.stop();
        long last = rounds.append(150, 200);
        second.stop();

        assertThat(third.awaitPosition(last, SOON)).isTrue();

        rounds.assertAppliedOnceAndInOrder(200);
    }

    @Test
    void aRunnerThatWasSuspendedIsFencedOut() {
        CountDownLatch suspended = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean once = new AtomicBoolean(true);
        FakeStore paused = store;
        NotesProjection projection = new NotesProjection();
        Thread[] worker = new Thread[1];
        projection.beforeWriting = event -> {
            if (once.getAndSet(false)) {
                worker[0] = Thread.currentThread();
                // Its leases are not renewed any more either, as if the whole process stood still.
                paused.checkpoints.onLease = () -> {
                    if (Thread.currentThread().getName().equals("suspended")) {
                        awaitThroughInterrupts(goOn);
                    }
                };
                suspended.countDown();
                awaitThroughInterrupts(goOn);
            }
        };
        store.takeNotes("1", "2", "3");
        ProjectionRunner first = new ProjectionRunner(store, projection, CONFIG);
        runners.add(first);
        Thread thread = new Thread(first::runContinuous, "suspended");
        thread.start();
        awaitThroughInterrupts(suspended);

        ProjectionRunner second = start(CONFIG);
        // The memory store lets a new owner in only when the old one's transaction is over, as a row lock does.
        await(() -> assertThat(second.status().segments()).hasSize(1));
        goOn.countDown();

        assertThat(second.awaitPosition(3, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3");
        assertThat(worker[0]).isNotNull();
    }

    @Test
    void aRunnerThatIsConfiguredForAnotherNumberKeepsThatOfTheStore() {
        ProjectionRunner first = start(CONFIG.withSegments(2));
        awaitSegments(first, 2);

        ProjectionRunner second = start(CONFIG.withSegments(5));

        awaitSegments(second, 1);
        assertThat(store.projections().positions(NOTES)).hasSize(2);
    }

    @Test
    void whoAwaitsAResultWaitsForItsSegmentsOnly() {
        StreamId stream = StreamId.of("notebook");
        int its = Segment.of(stream, 4).number();
        NotesProjection projection = new NotesProjection();
        CountDownLatch goOn = new CountDownLatch(1);
        projection.beforeWriting = event -> {
            if (Segment.of(event.stream(), 4).number() != its) {
                goOn.await();
            }
        };
        ProjectionRunner runner = new ProjectionRunner(store, projection, CONFIG.withSegments(4));
        runners.add(runner.start());
        String elsewhere = IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "other-" + number)
                .filter(name -> Segment.of(StreamId.of(name), 4).number() != its)
                .findFirst()
                .orElseThrow();
        store.takeNotesIn(elsewhere, "waits");
        long position = store.takeNotesIn(stream.value(), "goes on");

        assertThat(runner.awaitResult(Results.of(stream, position), SOON)).isTrue();
        assertThat(runner.awaitPosition(position, Duration.ZERO)).isFalse();

        goOn.countDown();
        assertThat(runner.awaitPosition(position, SOON)).isTrue();
    }

    @Test
    void catchingUpWaitsForTheSegmentsOfOthers() {
        ProjectionRunner first = start(CONFIG.withSegments(2));
        awaitSegments(first, 2);
        ProjectionRunner second = new ProjectionRunner(store, new NotesProjection(), CONFIG.withSegments(2));
        long last = rounds.append(0, 20);

        assertThat(second.runUntilCaughtUp()).isGreaterThanOrEqualTo(last);

        assertThat(store.projections().positions(NOTES).values()).allMatch(position -> position >= last);
        rounds.assertAppliedOnceAndInOrder(20);
    }

    @Test
    void theListingNamesOwnersAndStates() {
        ProjectionRunner runner = start(CONFIG.withSegments(2));
        awaitSegments(runner, 2);
        runner.pause();

        await(() -> assertThat(ProjectionAdmin.of(store).segments())
                .hasSize(2)
                .allMatch(segment -> segment.activity() == SegmentState.Activity.PAUSED)
                .allMatch(segment -> segment.owner().isPresent()));
        runner.stop();

        assertThat(ProjectionAdmin.of(store).segments())
                .allMatch(segment -> segment.activity() == SegmentState.Activity.IDLE)
                .allMatch(segment -> segment.owner().isEmpty());
    }

    private static List<Integer> numbersOf(ProjectionRunner... some) {
        List<Integer> numbers = new ArrayList<>();
        for (ProjectionRunner runner : some) {
            runner.status().segments().forEach(segment -> numbers.add(segment.number()));
        }
        return numbers;
    }

    private static List<Integer> sizes(ProjectionRunner... some) {
        List<Integer> sizes = new ArrayList<>();
        for (ProjectionRunner runner : some) {
            sizes.add(runner.status().segments().size());
        }
        return sizes;
    }

    private static void awaitThroughInterrupts(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException e) {
                // a process that stands still does not notice
            }
        }
    }
}

package io.eventcore.postgres.internal.append;

import static java.util.concurrent.TimeUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.DeadlineExceededException;
import io.eventcore.StoreClosedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Requests that are never sent, and the end of the queue. */
class AppendQueueEndTest {

    private final AppendQueue queue = Appends.queue(100);

    @Test
    void aLaneDoesNotGetARequestWhoseTimeIsOver() throws InterruptedException {
        PendingAppend late = added(Appends.writingTooLate("a"));
        PendingAppend inTime = added(Appends.writing("a"));

        assertThat(queue.take(1)).containsExactly(inTime);
        assertExpired(late);
    }

    @Test
    void aRequestThatWaitsWhileEveryLaneIsBusyFailsWhenItsTimeIsOver() {
        PendingAppend late = added(Appends.writingTooLate("a"));
        PendingAppend inTime = added(Appends.writing("b"));

        assertThat(queue.expireOverdue()).as("whether any still wait").isTrue();

        assertExpired(late);
        assertThat(inTime.outcome()).isNotDone();
    }

    @Test
    void nobodyWaitsWhenAllHaveExpired() throws InterruptedException {
        assertExpired(expired(added(Appends.writingTooLate("a"))));

        assertThat(queue.expireOverdue()).isFalse();
        assertThat(queue.take(1)).isEmpty();
    }

    @Test
    void aRequestUnderWayDoesNotExpire() throws InterruptedException {
        PendingAppend underWay = added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(underWay);

        assertThat(queue.expireOverdue()).as("whether somebody must look again").isTrue();
        assertThat(underWay.outcome()).isNotDone();
    }

    @Test
    void anExpiredRequestHoldsNobodyUp() throws InterruptedException {
        PendingAppend underWay = added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(underWay);
        added(Appends.writingTooLate("b"));
        PendingAppend behind = added(Appends.writing("b"));

        assertThat(queue.take(1)).containsExactly(behind);
    }

    @Test
    void aCancelledRequestIsPassedOver() throws InterruptedException {
        PendingAppend cancelled = added(Appends.writing("a"));
        PendingAppend next = added(Appends.writing("a"));
        cancelled.outcome().cancel(false);

        assertThat(queue.take(1)).containsExactly(next);
    }

    @Test
    void aClosedQueueTakesNothingAndHandsOutWhatWaits() throws InterruptedException {
        PendingAppend first = added(Appends.writing("a"));
        PendingAppend second = added(Appends.writing("a"));
        queue.close();

        assertThatThrownBy(() -> queue.add(Appends.writing("b")))
                .isInstanceOf(StoreClosedException.class)
                .hasMessageStartingWith("The store was closed; it takes no more appends.");
        assertThat(queue.take(1)).containsExactly(first);
        assertThat(queue.take(1))
                .as("one waits for its stream, so it is not the end")
                .isEmpty();
        queue.release(List.of(first), true);
        assertThat(queue.take(1)).containsExactly(second);
        assertThat(queue.take(1)).as("the end").isNull();
    }

    @Test
    void closingWakesEveryLane() throws Exception {
        List<Lane> lanes = Stream.generate(() -> new Lane(queue)).limit(3).toList();
        lanes.forEach(Lane::awaitWaiting);

        queue.close();

        for (Lane lane : lanes) {
            assertThat(lane.batch()).isNull();
        }
    }

    @Test
    void theLastReleaseWakesEveryLaneOfAClosedQueue() throws Exception {
        PendingAppend first = added(Appends.writing("a"));
        PendingAppend second = added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(first);
        queue.close();
        List<Lane> lanes = Stream.generate(() -> new Lane(queue)).limit(3).toList();
        lanes.forEach(Lane::awaitWaiting);

        queue.release(List.of(first), true);

        await().until(() -> lanes.stream().anyMatch(Lane::isDone));
        queue.release(List.of(second), true);
        assertThat(Stream.of(
                        lanes.get(0).batch(), lanes.get(1).batch(), lanes.get(2).batch()))
                .containsExactlyInAnyOrder(List.of(second), null, null);
    }

    @Test
    void aRequestWakesALane() throws Exception {
        Lane lane = new Lane(queue);
        lane.awaitWaiting();

        PendingAppend append = added(Appends.writing("a"));

        assertThat(lane.batch()).containsExactly(append);
    }

    @Test
    void aReleaseWakesALaneForWhoWaitsForTheStream() throws Exception {
        PendingAppend first = added(Appends.writing("a"));
        PendingAppend second = added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(first);
        Lane lane = new Lane(queue);
        lane.awaitWaiting();

        queue.release(List.of(first), true);

        assertThat(lane.batch()).containsExactly(second);
    }

    private PendingAppend added(PendingAppend append) {
        queue.add(append);
        return append;
    }

    private PendingAppend expired(PendingAppend append) {
        queue.expireOverdue();
        return append;
    }

    private static void assertExpired(PendingAppend append) {
        assertThatThrownBy(() -> append.outcome().getNow(null))
                .hasCauseInstanceOf(DeadlineExceededException.class)
                .cause()
                .hasMessageStartingWith(
                        "The time-out of 30000 ms ended before the append started; nothing was appended.");
    }

    /** A thread that waits for one batch. */
    private static final class Lane {
        private final CompletableFuture<List<PendingAppend>> batch = new CompletableFuture<>();
        private final Thread thread;

        @SuppressWarnings("NullAway") // null is what it waits for: the end
        Lane(AppendQueue queue) {
            thread = new Thread(() -> {
                try {
                    batch.complete(queue.take(HOURS.toNanos(1)));
                } catch (InterruptedException e) {
                    batch.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        void awaitWaiting() {
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
        }

        boolean isDone() {
            return batch.isDone();
        }

        List<PendingAppend> batch() throws Exception {
            return batch.get(5, TimeUnit.MINUTES);
        }
    }
}

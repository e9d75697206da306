package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.OverloadedException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who goes into which batch. */
class AppendQueueTest {

    private static final int CAPACITY = 1_000;

    private final AppendQueue queue = Appends.queue(CAPACITY);

    @Test
    void anEmptyQueueGivesAnEmptyBatchWhenTheTimeIsOver() throws InterruptedException {
        assertThat(queue.take(1)).isEmpty();
    }

    @Test
    void aBatchHoldsAllThatWaitInTheOrderInWhichTheyCame() throws InterruptedException {
        PendingAppend first = added(Appends.writing("c"));
        PendingAppend second = added(Appends.writing("a"));
        PendingAppend third = added(Appends.writing("b"));

        assertThat(queue.take(1)).containsExactly(first, second, third);
    }

    @Test
    void aBatchHoldsOneWriterOfAStreamAndTheNextOneWaitsUntilItIsReleased() throws InterruptedException {
        PendingAppend first = added(Appends.writing("a"));
        PendingAppend second = added(Appends.writing("a"));

        assertThat(queue.take(1)).containsExactly(first);
        assertThat(queue.take(1)).isEmpty();

        queue.release(List.of(first), true);
        assertThat(queue.take(1)).containsExactly(second);
    }

    @Test
    void readersThatExpectTheSameVersionShareABatchAndAreSharedWithAnotherLane() throws InterruptedException {
        PendingAppend first = added(Appends.reading("a", 3));
        PendingAppend second = added(Appends.reading("a", 3));
        assertThat(queue.take(1)).containsExactly(first, second);

        PendingAppend later = added(Appends.reading("a", 3));
        assertThat(queue.take(1)).containsExactly(later);
    }

    @Test
    void readersThatExpectAnotherVersionWait() throws InterruptedException {
        PendingAppend first = added(Appends.reading("a", 3));
        PendingAppend other = added(Appends.reading("a", 4));

        assertThat(queue.take(1)).containsExactly(first);

        queue.release(List.of(first), true);
        assertThat(queue.take(1)).containsExactly(other);
    }

    @Test
    void aWriterWaitsForAllReaders() throws InterruptedException {
        PendingAppend first = added(Appends.reading("a", 3));
        PendingAppend second = added(Appends.reading("a", 3));
        PendingAppend writer = added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(first, second);

        queue.release(List.of(first), true);
        assertThat(queue.take(1)).isEmpty();

        queue.release(List.of(second), true);
        assertThat(queue.take(1)).containsExactly(writer);
    }

    @Test
    void nobodyOvertakesARequestThatWaitsForOneOfItsStreams() throws InterruptedException {
        PendingAppend underWay = added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(underWay);
        PendingAppend both = added(Appends.writing("a", "b"));
        PendingAppend behind = added(Appends.writing("b"));
        PendingAppend elsewhere = added(Appends.writing("c"));

        assertThat(queue.take(1)).containsExactly(elsewhere);

        queue.release(List.of(underWay), true);
        assertThat(queue.take(1)).containsExactly(both);
        assertThat(queue.take(1)).isEmpty();

        queue.release(List.of(both), true);
        assertThat(queue.take(1)).containsExactly(behind);
    }

    @Test
    void readersDoNotOvertakeAWriterThatWaits() throws InterruptedException {
        PendingAppend underWay = added(Appends.reading("a", 3));
        assertThat(queue.take(1)).containsExactly(underWay);
        PendingAppend writer = added(Appends.writing("a"));
        PendingAppend reader = added(Appends.reading("a", 3));

        assertThat(queue.take(1)).isEmpty();

        queue.release(List.of(underWay), true);
        assertThat(queue.take(1)).containsExactly(writer);
        queue.release(List.of(writer), true);
        assertThat(queue.take(1)).containsExactly(reader);
    }

    @Test
    void aSecondReleaseDoesNotFreeAStreamThatSomeoneElseHasByNow() throws InterruptedException {
        PendingAppend first = added(Appends.writing("a"));
        PendingAppend second = added(Appends.writing("a"));
        added(Appends.writing("a"));
        assertThat(queue.take(1)).containsExactly(first);
        queue.release(List.of(first), true);
        assertThat(queue.take(1)).containsExactly(second);

        queue.release(List.of(first), true);

        assertThat(queue.take(1)).isEmpty();
    }

    @Test
    void aSecondReleaseOfAReaderDoesNotCountForAnotherReader() throws InterruptedException {
        PendingAppend first = added(Appends.reading("a", 3));
        added(Appends.reading("a", 3));
        added(Appends.writing("a"));
        assertThat(queue.take(1)).hasSize(2);

        queue.release(List.of(first), true);
        queue.release(List.of(first), true);

        assertThat(queue.take(1)).isEmpty();
    }

    @Test
    void aBatchHoldsAtMost512Requests() throws InterruptedException {
        List<PendingAppend> all = IntStream.range(0, 600)
                .mapToObj(nr -> added(Appends.writing("stream-" + nr)))
                .toList();

        assertThat(queue.take(1)).isEqualTo(all.subList(0, 512));
        assertThat(queue.take(1)).isEqualTo(all.subList(512, 600));
    }

    @Test
    void aBatchHoldsAtMost8192Events() throws InterruptedException {
        PendingAppend first = added(Appends.writingMany("a", 8_000));
        PendingAppend fits = added(Appends.writingMany("b", 192));
        PendingAppend oneTooMany = added(Appends.writing("c"));

        assertThat(queue.take(1)).containsExactly(first, fits);
        assertThat(queue.take(1)).containsExactly(oneTooMany);
    }

    @Test
    void aBatchHoldsAtMostEightMebibytes() throws InterruptedException {
        PendingAppend first = added(Appends.writingLarge("a", 3 << 20));
        PendingAppend second = added(Appends.writingLarge("b", 3 << 20));
        PendingAppend third = added(Appends.writingLarge("c", 3 << 20));

        assertThat(queue.take(1)).containsExactly(first, second);
        assertThat(queue.take(1)).containsExactly(third);
    }

    @Test
    void aRequestLargerThanABatchGoesAlone() throws InterruptedException {
        PendingAppend small = added(Appends.writing("a"));
        PendingAppend manyEvents = added(Appends.writingMany("b", 9_000));
        PendingAppend manyBytes = added(Appends.writingLarge("c", 9 << 20));
        PendingAppend last = added(Appends.writing("d"));

        assertThat(queue.take(1)).containsExactly(small);
        assertThat(queue.take(1)).containsExactly(manyEvents);
        assertThat(queue.take(1)).containsExactly(manyBytes);
        assertThat(queue.take(1)).containsExactly(last);
    }

    @Test
    void aFullQueueRefusesAtOnceAndTakesAgainWhatComesLater() throws InterruptedException {
        AppendQueue small = Appends.queue(2);
        small.add(Appends.writing("a"));
        small.add(Appends.writing("b"));

        assertThatThrownBy(() -> small.add(Appends.writing("c")))
                .isInstanceOf(OverloadedException.class)
                .hasMessageStartingWith("The queue of appends is full: 2 requests wait already.");

        assertThat(small.take(1)).hasSize(2);
        PendingAppend later = Appends.writing("c");
        small.add(later);
        assertThat(small.take(1)).containsExactly(later);
    }

    private PendingAppend added(PendingAppend append) {
        queue.add(append);
        return append;
    }
}

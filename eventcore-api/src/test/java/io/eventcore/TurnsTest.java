package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/** Commands that try again take turns. */
class TurnsTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private final Turns turns = new Turns();

    @Test
    void whoComesFirstIsServedFirst() {
        CompletableFuture<Turns.Turn> first = turns.take(List.of(A));
        CompletableFuture<Turns.Turn> second = turns.take(List.of(A));
        CompletableFuture<Turns.Turn> third = turns.take(List.of(A));
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();

        first.join().end();
        assertThat(second).isCompleted();
        assertThat(third).isNotDone();

        second.join().end();
        assertThat(third).isCompleted();
    }

    @Test
    void otherStreamsAreNotHeldUp() {
        assertThat(turns.take(List.of(A))).isCompleted();

        assertThat(turns.take(List.of(B))).isCompleted();
    }

    @Test
    void severalStreamsAreTakenTogether() {
        CompletableFuture<Turns.Turn> both = turns.take(List.of(B, A));
        CompletableFuture<Turns.Turn> one = turns.take(List.of(B));
        assertThat(both).isCompleted();
        assertThat(one).isNotDone();

        both.join().end();
        assertThat(one).isCompleted();
    }

    /** Each of them ends its turn as soon as it has it, as those do whom the workers refuse. */
    @Test
    void aLongLineThatEndsAtOnceIsWorkedOffWithoutDepth() {
        CompletableFuture<Turns.Turn> first = turns.take(List.of(A));
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            all.add(turns.take(i % 2 == 0 ? List.of(A) : List.of(A, B)).thenAccept(Turns.Turn::end));
        }

        first.join().end();

        assertThat(all).allMatch(each -> each.isDone() && !each.isCompletedExceptionally());
        assertThat(turns.isIdle()).isTrue();
    }

    @Test
    void whoDoesNotWaitAnyMoreLeavesTheLines() {
        CompletableFuture<Turns.Turn> first = turns.take(List.of(A));
        CompletableFuture<Turns.Turn> second = turns.take(List.of(A, B));
        CompletableFuture<Turns.Turn> third = turns.take(List.of(A));

        second.cancel(false);
        first.join().end();

        assertThat(third).isCompleted();
        third.join().end();
        assertThat(turns.isIdle()).isTrue();
    }

    @Test
    void aTurnMayBeEndedTwice() {
        CompletableFuture<Turns.Turn> first = turns.take(List.of(A));
        CompletableFuture<Turns.Turn> second = turns.take(List.of(A));
        CompletableFuture<Turns.Turn> third = turns.take(List.of(A));

        first.join().end();
        first.join().end();

        assertThat(second).isCompleted();
        assertThat(third).isNotDone();
    }

    @Test
    void manyStreamsInAnyOrderNeverBlockEachOtherAndNothingIsLeftBehind() throws Exception {
        List<StreamId> streams = List.of(A, B, StreamId.of("c"), StreamId.of("d"));
        AtomicIntegerArray holders = new AtomicIntegerArray(streams.size());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                int x = ThreadLocalRandom.current().nextInt(streams.size());
                int y = (x + 1 + ThreadLocalRandom.current().nextInt(streams.size() - 1)) % streams.size();
                all.add(CompletableFuture.runAsync(() -> {}, threads)
                        .thenCompose(started -> turns.take(List.of(streams.get(x), streams.get(y))))
                        .thenAcceptAsync(
                                turn -> {
                                    assertThat(holders.incrementAndGet(x)).isEqualTo(1);
                                    assertThat(holders.incrementAndGet(y)).isEqualTo(1);
                                    holders.decrementAndGet(x);
                                    holders.decrementAndGet(y);
                                    turn.end();
                                },
                                threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdown();
        }
        assertThat(turns.isIdle()).isTrue();
    }
}

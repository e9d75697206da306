package io.eventcore.bench.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Keeps a number of operations in flight: each slot starts its next one when the last has ended. */
public final class ClosedLoop {

    private final int slots;
    private final int turns;
    private final Operation operation;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Semaphore finished = new Semaphore(0);
    private final Histogram latencies = new ConcurrentHistogram(3);

    /** A loop that runs once. */
    public ClosedLoop(int slots, Operation operation) {
        this(slots, Integer.MAX_VALUE, operation);
    }

    /**
     * A loop that runs once, and ends early when there is no more to do.
     *
     * @param turns the most turns of each slot
     */
    ClosedLoop(int slots, int turns, Operation operation) {
        this.slots = slots;
        this.turns = turns;
        this.operation = operation;
    }

    /** What a slot does in its turn. */
    @FunctionalInterface
    public interface Operation {

        /** Starts it. */
        CompletableFuture<?> start(int slot, int turn);
    }

    /**
     * Runs for this long; each slot has one turn at least.
     *
     * @return how many operations ended well
     * @throws IllegalStateException if one failed
     */
    public Work run(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        for (int slot = 0; slot < slots; slot++) {
            next(slot, 0, end);
        }
        finished.acquire(slots);
        if (failure.get() != null) {
            throw new IllegalStateException("An operation failed", failure.get());
        }
        return new Work(done.get(), System.nanoTime() - start, latencies);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure ends the loop
    private void next(int slot, int turn, long end) {
        long began = System.nanoTime();
        if ((turn > 0 && began - end >= 0) || turn == turns || failure.get() != null) {
            finished.release();
            return;
        }
        operation.start(slot, turn).whenComplete((result, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            } else {
                latencies.recordValue((System.nanoTime() - began) / 1_000);
                done.incrementAndGet();
            }
            next(slot, turn + 1, end);
        });
    }
}

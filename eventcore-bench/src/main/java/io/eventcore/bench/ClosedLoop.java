package io.eventcore.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps a number of operations in flight: each slot starts its next one when the last has ended. */
final class ClosedLoop {

    private final int slots;
    private final Operation operation;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Semaphore finished = new Semaphore(0);

    ClosedLoop(int slots, Operation operation) {
        this.slots = slots;
        this.operation = operation;
    }

    /** What a slot does in its turn. */
    @FunctionalInterface
    interface Operation {
        CompletableFuture<?> start(int slot, int turn);
    }

    /**
     * Runs for this long.
     *
     * @return how many operations ended well
     * @throws IllegalStateException if one failed
     */
    Rate run(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        for (int slot = 0; slot < slots; slot++) {
            next(slot, 0, end);
        }
        finished.acquire(slots);
        if (failure.get() != null) {
            throw new IllegalStateException("An operation failed", failure.get());
        }
        return new Rate(done.get(), System.nanoTime() - start);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its failure ends the loop
    private void next(int slot, int turn, long end) {
        if (System.nanoTime() - end >= 0 || failure.get() != null) {
            finished.release();
            return;
        }
        operation.start(slot, turn).whenComplete((result, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            } else {
                done.incrementAndGet();
            }
            next(slot, turn + 1, end);
        });
    }

    /**
     * How much was done in a time.
     *
     * @param count how many operations
     * @param nanos in how many nanoseconds
     */
    record Rate(long count, long nanos) {
        double perSecond() {
            return count * 1e9 / nanos;
        }
    }
}

package io.eventcore.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Threads that call something again and again, each its next time when the last has ended. */
final class Callers {

    private final int threads;
    private final Call call;
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Histogram latencies = new ConcurrentHistogram(3);

    /** Callers that run once. */
    Callers(int threads, Call call) {
        this.threads = threads;
        this.call = call;
    }

    /** What a thread does; it is told which one it is. */
    @FunctionalInterface
    interface Call {
        void run(int caller) throws Exception;
    }

    /**
     * Runs for this long; each thread calls once at least.
     *
     * @throws IllegalStateException if a call failed
     */
    Work run(Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Thread> all = new ArrayList<>();
        for (int caller = 0; caller < threads; caller++) {
            int number = caller;
            Thread thread = new Thread(() -> callUntil(number, end), "caller-" + number);
            all.add(thread);
            thread.start();
        }
        for (Thread thread : all) {
            thread.join();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("A call failed", failure.get());
        }
        return new Work(done.get(), System.nanoTime() - start, latencies);
    }

    private void callUntil(int caller, long end) {
        try {
            long began = System.nanoTime();
            do {
                call.run(caller);
                long now = System.nanoTime();
                latencies.recordValue((now - began) / 1_000);
                done.incrementAndGet();
                began = now;
            } while (began - end < 0 && failure.get() == null);
        } catch (Exception | Error e) {
            failure.compareAndSet(null, e);
        }
    }
}

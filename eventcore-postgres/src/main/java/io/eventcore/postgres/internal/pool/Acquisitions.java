package io.eventcore.postgres.internal.pool;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the callers who asked the pool for a connection, and how long they waited.
 *
 * <p>HikariCP reports a caller who got none twice: the time that it waited, as for everybody else, and the time-out.
 */
public final class Acquisitions implements IMetricsTracker {

    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAccumulator longest = new LongAccumulator(Math::max, 0);
    private final LongAdder timeouts = new LongAdder();

    /** Nobody has asked yet. */
    public Acquisitions() {}

    @Override
    public void recordConnectionAcquiredNanos(long waited) {
        count.increment();
        nanos.add(waited);
        longest.accumulate(waited);
    }

    @Override
    public void recordConnectionTimeout() {
        timeouts.increment();
    }

    /** How many callers asked and were answered: by a connection, or by the time-out. */
    public long count() {
        return count.sum();
    }

    /** How many of them got none in time. */
    public long timeouts() {
        return timeouts.sum();
    }

    /** The time that all of them waited, together. */
    public double totalTime(TimeUnit unit) {
        return (double) nanos.sum() / unit.toNanos(1);
    }

    /** The mean of all waits; zero if there were none. */
    public Duration average() {
        long callers = count.sum();
        return callers == 0 ? Duration.ZERO : Duration.ofNanos(nanos.sum() / callers);
    }

    /** The longest wait. */
    public Duration longest() {
        return Duration.ofNanos(longest.get());
    }
}

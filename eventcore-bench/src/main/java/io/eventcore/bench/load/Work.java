package io.eventcore.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What was done in a time.
 *
 * @param count how many operations, or rows
 * @param nanos in how many nanoseconds
 * @param latencies how long each operation took, in microseconds; empty if nobody waited for single ones
 */
public record Work(long count, long nanos, Histogram latencies) {

    /** How many a second. */
    public double perSecond() {
        return count * 1e9 / nanos;
    }

    /** The same if each operation counts as this many. */
    Work times(int factor) {
        return new Work(count * factor, nanos, latencies);
    }
}

package io.eventcore.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long operations took, in milliseconds.
 *
 * @param p50 the median
 * @param p90 nine of ten took no longer
 * @param p99 99 of 100 took no longer
 * @param p999 999 of 1,000 took no longer
 * @param max the longest
 */
record Latency(double p50, double p90, double p99, double p999, double max) {

    private static final double MICROS_PER_MILLI = 1_000;

    /** From histograms of microseconds. */
    static Latency of(List<Histogram> histograms) {
        Histogram all = new Histogram(3);
        histograms.forEach(all::add);
        return new Latency(
                all.getValueAtPercentile(50) / MICROS_PER_MILLI,
                all.getValueAtPercentile(90) / MICROS_PER_MILLI,
                all.getValueAtPercentile(99) / MICROS_PER_MILLI,
                all.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
                all.getMaxValue() / MICROS_PER_MILLI);
    }

    /** Whether single operations were timed at all. */
    boolean isMeasured() {
        return max > 0;
    }
}

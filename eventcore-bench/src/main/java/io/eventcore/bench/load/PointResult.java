package io.eventcore.bench.load;

import java.util.List;

/**
 * What came out at one size.
 *
 * @param label the size in words
 * @param size the size
 * @param perSecond the rate of each turn
 * @param median the median of them
 * @param relative the median of the ratios to the first point of the dimension, round by round
 * @param latency of all turns
 * @param shareFromMemory how many of the reads of commands memory answered, 0 to 1; 0 if nothing was read
 * @param conflictsPerOperation how many attempts met a stream that had moved
 * @param repeatedCallsPerOperation how many calls of the lanes were sent again
 * @param megabytesPerSecond the text that was stored, in 1,000,000 bytes; 0 unless the dimension is about it
 */
record PointResult(
        String label,
        long size,
        List<Double> perSecond,
        double median,
        double relative,
        Latency latency,
        double shareFromMemory,
        double conflictsPerOperation,
        double repeatedCallsPerOperation,
        double megabytesPerSecond) {

    private static final double MEGABYTE = 1_000_000;

    /**
     * From its turns.
     *
     * @param first those of the first point
     * @param counts what was counted in the turns
     */
    static PointResult of(Point point, List<Work> turns, List<Work> first, Counts counts) {
        List<Double> perSecond = rates(turns);
        double median = Median.of(perSecond);
        long operations = turns.stream().mapToLong(Work::count).sum();
        long reads = counts.fromMemory() + counts.fromDatabase();
        return new PointResult(
                point.label(),
                point.size(),
                perSecond,
                median,
                Median.ofRatios(perSecond, rates(first)),
                Latency.of(turns.stream().map(Work::latencies).toList()),
                reads == 0 ? 0 : (double) counts.fromMemory() / reads,
                operations == 0 ? 0 : (double) counts.conflicts() / operations,
                operations == 0 ? 0 : (double) counts.repeatedCalls() / operations,
                median * point.bytesPerOperation() / MEGABYTE);
    }

    private static List<Double> rates(List<Work> turns) {
        return turns.stream().map(Work::perSecond).toList();
    }

    double slowest() {
        return perSecond.stream().min(Double::compare).orElseThrow();
    }

    double fastest() {
        return perSecond.stream().max(Double::compare).orElseThrow();
    }
}

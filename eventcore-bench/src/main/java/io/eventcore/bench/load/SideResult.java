package io.eventcore.bench.load;

import java.util.List;

/**
 * What one side did.
 *
 * @param label which side
 * @param perSecond its rate in each turn
 * @param latency of all its turns
 */
record SideResult(String label, List<Double> perSecond, Latency latency) {

    /** From its turns. */
    static SideResult of(String label, List<Work> turns) {
        return new SideResult(
                label,
                turns.stream().map(Work::perSecond).toList(),
                Latency.of(turns.stream().map(Work::latencies).toList()));
    }

    double median() {
        return Median.of(perSecond);
    }
}

package io.eventcore.bench.load;

import java.util.List;

/**
 * A figure without a control.
 *
 * @param figure its name
 * @param what what it counts
 * @param goal what it should reach
 * @param value the median
 * @param values what was measured
 */
record Absolute(String figure, String what, double goal, double value, List<Double> values) {

    static Absolute of(String figure, String what, double goal, List<Double> values) {
        return new Absolute(figure, what, goal, Median.of(values), values);
    }

    boolean reachesGoal() {
        return value >= goal;
    }
}

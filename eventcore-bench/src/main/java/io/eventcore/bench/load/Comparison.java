package io.eventcore.bench.load;

import java.util.List;

/**
 * A figure: EventCore beside one control.
 *
 * @param figure its name
 * @param goal what it should reach
 * @param value the median of the ratios
 * @param ratios the ratio of each pair
 * @param control what the control did
 */
record Comparison(String figure, double goal, double value, List<Double> ratios, SideResult control) {

    static Comparison of(Rival rival, SideResult subject, SideResult control) {
        List<Double> ratios = Median.ratios(subject.perSecond(), control.perSecond());
        return new Comparison(rival.figure(), rival.goal(), Median.of(ratios), ratios, control);
    }

    boolean reachesGoal() {
        return value >= goal;
    }
}

package io.eventcore.bench.load;

import java.util.ArrayList;
import java.util.List;

/** The value in the middle. */
final class Median {

    private Median() {}

    /** Of an even number of values, the mean of the two in the middle. */
    static double of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Of the ratios of what was measured side by side: the first to the first, the second to the second. */
    static double ofRatios(List<Double> values, List<Double> controls) {
        return of(ratios(values, controls));
    }

    static List<Double> ratios(List<Double> values, List<Double> controls) {
        if (values.isEmpty() || values.size() != controls.size()) {
            throw new IllegalArgumentException(values.size() + " values and " + controls.size() + " of the control");
        }
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            ratios.add(values.get(i) / controls.get(i));
        }
        return ratios;
    }
}

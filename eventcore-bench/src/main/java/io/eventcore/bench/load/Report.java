package io.eventcore.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that was measured.
 *
 * @param environment where
 * @param scenarios what came out
 * @param absolutes the figures without a control
 */
record Report(RunEnvironment environment, List<ScenarioResult> scenarios, List<Absolute> absolutes) {

    /** The environment, a line each. */
    static List<String> lines(RunEnvironment environment) {
        return List.of(
                environment.cpu() + ", " + environment.cores() + " cores, " + environment.os() + ", "
                        + environment.java(),
                format("%,.0f fsyncs a second, measured in the temporary directory", environment.fsyncsPerSecond()),
                environment.postgres(),
                new TreeMap<>(environment.settings())
                        .entrySet().stream()
                                .map(Map.Entry::toString)
                                .reduce((one, other) -> one + ", " + other)
                                .orElse(""));
    }

    /** The table for people. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%-24s %12s %12s %8s  %-15s %6s  %s",
                "figure", "EventCore/s", "control/s", "ratio", "of the pairs", "goal", "control"));
        for (ScenarioResult scenario : scenarios) {
            for (Comparison each : scenario.comparisons()) {
                lines.add(format(
                        "%-24s %,12.0f %,12.0f %8.2f  %-15s %6.2f  %s%s",
                        each.figure(),
                        scenario.eventcore().median(),
                        each.control().median(),
                        each.value(),
                        spread(each.ratios()),
                        each.goal(),
                        each.control().label(),
                        verdict(each.reachesGoal())));
            }
        }
        for (Absolute each : absolutes) {
            lines.add(format(
                    "%-24s %12.2f %12s %8s  %-15s %6.2f  %s%s",
                    each.figure(), each.value(), "-", "-", "-", each.goal(), each.what(), verdict(each.reachesGoal())));
        }
        lines.add("");
        lines.add(format("%-34s %8s %8s %8s %8s %8s", "latency in ms", "p50", "p90", "p99", "p99.9", "max"));
        for (ScenarioResult scenario : scenarios) {
            addLatency(lines, scenario.scenario(), scenario.eventcore());
            scenario.comparisons()
                    .forEach(each -> addLatency(lines, "  " + each.control().label(), each.control()));
        }
        return lines;
    }

    private static String verdict(boolean reachesGoal) {
        return reachesGoal ? "" : " (below the goal)";
    }

    private static void addLatency(List<String> lines, String name, SideResult side) {
        Latency latency = side.latency();
        if (latency.isMeasured()) {
            lines.add(format(
                    "%-34s %8.2f %8.2f %8.2f %8.2f %8.2f",
                    name, latency.p50(), latency.p90(), latency.p99(), latency.p999(), latency.max()));
        }
    }

    private static String spread(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().toList();
        return format("%.2f to %.2f", sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** One line for each figure: {@code name=value}. */
    List<String> figures() {
        List<String> lines = new ArrayList<>();
        for (ScenarioResult scenario : scenarios) {
            scenario.comparisons().forEach(each -> lines.add(each.figure() + "=" + format("%.2f", each.value())));
        }
        absolutes.forEach(each -> lines.add(each.figure() + "=" + format("%.2f", each.value())));
        for (ScenarioResult scenario : scenarios) {
            if (scenario.scenario().equals(Scenarios.SINGLE)) {
                lines.add("p99_" + Scenarios.SINGLE + "_ms="
                        + format("%.2f", scenario.eventcore().latency().p99()));
            }
        }
        return lines;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

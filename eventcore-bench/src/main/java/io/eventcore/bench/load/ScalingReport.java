package io.eventcore.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Everything that was measured while the work grew.
 *
 * @param environment where
 * @param dimensions what came out
 */
record ScalingReport(RunEnvironment environment, List<DimensionResult> dimensions) {

    /** The tables for people. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        for (DimensionResult dimension : dimensions) {
            Heading heading = dimension.heading();
            lines.add(heading.name() + ": " + heading.title());
            lines.add(format(
                    "%22s %12s %-20s %8s %9s %9s %8s %9s %9s %8s",
                    heading.sizes(),
                    "median/s",
                    "  of the turns",
                    "to first",
                    "p50 ms",
                    "p99 ms",
                    "memory",
                    "conflicts",
                    "repeated",
                    "MB/s"));
            dimension.points().forEach(point -> lines.add(line(point)));
            lines.add("");
        }
        lines.add("memory: reads of commands that memory answered; conflicts: per 100 commands; repeated: calls of the"
                + " lanes that were sent again, per 100 commands; MB/s: text stored.");
        return lines;
    }

    private static String line(PointResult point) {
        return format(
                "%22s %,12.0f %-20s %8.2f %9.2f %9.2f %6.1f %% %9.1f %9.1f %8.1f",
                point.label(),
                point.median(),
                format("  %,.0f to %,.0f", point.slowest(), point.fastest()),
                point.relative(),
                point.latency().p50(),
                point.latency().p99(),
                100 * point.shareFromMemory(),
                100 * point.conflictsPerOperation(),
                100 * point.repeatedCallsPerOperation(),
                point.megabytesPerSecond());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

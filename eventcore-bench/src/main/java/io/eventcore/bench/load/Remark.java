package io.eventcore.bench.load;

import java.util.Locale;

/** What else is worth knowing of a point, beside its rate: it stands at the point in the chart. */
enum Remark {
    /** How long all but one of a hundred operations took at the most. */
    P99("99th percentile of the latency"),
    /** How much of what commands read came from memory. */
    FROM_MEMORY("reads that memory answered"),
    /** How much text was stored. */
    MEGABYTES("text stored"),
    /** How often a command, or a whole call of a lane, had to be tried again. */
    CONFLICTS("conflicts and repeated calls per 100 commands");

    private final String title;

    Remark(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    String of(PointResult result) {
        return switch (this) {
            case P99 -> format("%.1f ms", result.latency().p99());
            case FROM_MEMORY -> format("%.0f %%", 100 * result.shareFromMemory());
            case MEGABYTES -> format("%.1f MB/s", result.megabytesPerSecond());
            case CONFLICTS ->
                format("%.1f", 100 * result.conflictsPerOperation())
                        + format(" and %.1f", 100 * result.repeatedCallsPerOperation());
        };
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

package io.eventcore.internal;

import java.time.Duration;

/** Durations and numbers as people write them. */
public final class Words {

    private Words() {}

    /**
     * {@return a duration as people write it: 53 ms, 1.5 s, 30 s, 5 min, 2 h, 24 days}
     *
     * @param duration of any length
     */
    public static String inWords(Duration duration) {
        long millis = duration.toMillis();
        if (duration.isNegative()) {
            return "-" + inWords(duration.negated());
        }
        if (millis == 0) {
            return duration.isZero() ? "0 s" : duration.toNanos() + " ns";
        }
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 120_000) {
            return millis % 1_000 == 0 ? millis / 1_000 + " s" : Math.floorDiv(millis, 100L) / 10.0 + " s";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + " days";
        }
        return seconds % 3_600 == 0
                ? seconds / 3_600 + " h"
                : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    /** {@return so many of something, with the plural where there is one}
     *
     * @param count how many
     * @param noun one of them
     */
    public static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}

package io.eventcore.examples.projections;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How numbers, times and texts are written for people. */
final class Words {

    private static final int SECONDS_PER_MINUTE = 60;
    private static final int MINUTES_PER_HOUR = 60;
    private static final int HOURS_PER_DAY = 24;

    private Words() {}

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** With the noun in singular or plural. */
    static String count(long value, String noun) {
        return number(value) + " " + noun + (value == 1 ? "" : "s");
    }

    /** In its largest unit: two of them at most while they matter. */
    static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long minutes = seconds / SECONDS_PER_MINUTE;
        long hours = minutes / MINUTES_PER_HOUR;
        if (minutes == 0) {
            return seconds + " s";
        }
        if (hours == 0) {
            return minutes + " min";
        }
        return hours < HOURS_PER_DAY
                ? hours + " h " + minutes % MINUTES_PER_HOUR + " m"
                : hours / HOURS_PER_DAY + " d " + hours % HOURS_PER_DAY + " h";
    }

    static String ago(Instant then, Instant now) {
        return duration(Duration.between(then, now)) + " ago";
    }

    /** On as many lines as it takes, each indented and not longer than that unless a single word is. */
    static String wrapped(String text, int longest) {
        StringBuilder all = new StringBuilder();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > longest) {
                all.append("  ").append(line).append('\n');
                line.setLength(0);
                line.append("  ");
            } else if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        return all.append("  ").append(line).toString();
    }

    /** On one line, and not longer than that. */
    static String shortened(String text, int longest) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= longest ? line : line.substring(0, longest - 3) + "...";
    }
}

package io.eventcore.examples.projections;

import io.eventcore.SegmentState;
import io.eventcore.examples.projections.TextTable.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The segments of projections at one moment, for people.
 *
 * @param segments by name, version and number
 * @param head the position of the last event
 * @param now the moment
 */
record SegmentList(List<SegmentState> segments, long head, Instant now) {

    private static final int LONGEST_NAME = 24;
    private static final int LONGEST_OWNER = 18;
    private static final int LONGEST_NOTE = 118;
    private static final double PERCENT = 100;

    SegmentList {
        segments = List.copyOf(segments);
    }

    /** A row for each segment; the last error, whole, in lines below: its cause comes last. */
    List<String> table() {
        if (segments.isEmpty()) {
            return List.of("No projection has run on this database yet.");
        }
        TextTable table = new TextTable(
                Column.text("PROJECTION", LONGEST_NAME),
                Column.text("VER", LONGEST_NAME),
                Column.text("SEGMENT", LONGEST_NAME),
                Column.number("POSITION"),
                Column.number("LAG"),
                Column.text("BEHIND", LONGEST_NAME),
                Column.text("STATE", LONGEST_NAME),
                Column.number("DEAD"),
                Column.text("OWNER", LONGEST_OWNER));
        for (SegmentState segment : segments) {
            table.add(
                    segment.error().map(error -> note(segment, error)).orElse(""),
                    segment.projection().name(),
                    segment.projection().version() + (segment.active() ? "*" : ""),
                    segment.segment().toString(),
                    Words.number(segment.position()),
                    Words.number(lag(segment)),
                    behind(segment),
                    state(segment),
                    Words.number(segment.deadLetters()),
                    segment.owner().orElse("-"));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.add("The head is " + Words.number(head) + ". * marks the version that serves readers.");
        return lines;
    }

    private String note(SegmentState segment, String error) {
        String when = segment.errorAt().map(at -> " " + Words.ago(at, now)).orElse("");
        return Words.wrapped("last error" + when + ": " + error, LONGEST_NOTE);
    }

    /** Everything that is known of each segment, in full. */
    List<String> details() {
        List<String> lines = new ArrayList<>();
        for (SegmentState segment : segments) {
            lines.add(segment.projection() + (segment.active() ? " (serves readers)" : "") + ", segment "
                    + segment.segment());
            lines.add("  position      " + Words.number(segment.position()) + " of " + Words.number(head)
                    + String.format(Locale.ROOT, " (%.1f %%)", percent(segment)));
            lines.add("  lag           " + Words.count(lag(segment), "position"));
            lines.add("  behind for    " + behind(segment));
            lines.add("  state         " + state(segment));
            lines.add("  owner         " + segment.owner().orElse("nobody"));
            lines.add("  last moved    " + segment.movedAt() + " (" + Words.ago(segment.movedAt(), now) + ")");
            lines.add("  dead letters  " + Words.number(segment.deadLetters()));
            segment.error()
                    .ifPresent(error -> lines.add("  last error    "
                            + segment.errorAt()
                                    .map(at -> at + " (" + Words.ago(at, now) + "): ")
                                    .orElse("")
                            + error));
            lines.add("");
        }
        return lines;
    }

    private double percent(SegmentState segment) {
        return head == 0 ? PERCENT : PERCENT * Math.min(segment.position(), head) / head;
    }

    private long lag(SegmentState segment) {
        return Math.max(0, head - segment.position());
    }

    /** How long the first event that is not applied has been there. */
    private String behind(SegmentState segment) {
        return segment.behindSince()
                .map(since -> Words.duration(Duration.between(since, now)))
                .orElse("-");
    }

    private static String state(SegmentState segment) {
        return segment.activity().name().toLowerCase(Locale.ROOT);
    }
}

package io.eventcore.torture.checker;

import io.eventcore.torture.history.Chain;
import io.eventcore.torture.history.Delivered;
import io.eventcore.torture.history.History;
import io.eventcore.torture.history.Note;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Each read model equals the fold of the log: nothing skipped, nothing twice, in order. */
final class ReadModelCheck {

    private static final String EQUAL = "read models equal the fold of the log";

    private final Log log;
    private final Findings findings;

    ReadModelCheck(Log log, Findings findings) {
        this.log = log;
        this.findings = findings;
    }

    /** What was applied in the transactions of checkpoints is there exactly once. */
    void checkTables(ReadModelTables tables) {
        Map<Long, String> applied = new HashMap<>();
        tables.lines().forEach(line -> applied.put(line.position(), line.eventId()));
        List<Row> missing = log.rows().stream()
                .filter(row -> !row.eventId().equals(applied.get(row.position())))
                .toList();
        if (!missing.isEmpty()) {
            Row first = missing.get(0);
            findings.add(
                    EQUAL,
                    "",
                    "torture-lines lacks " + missing.size() + " of "
                            + log.rows().size()
                            + " events, the first at position " + first.position() + " (version " + first.version()
                            + " of "
                            + first.stream() + ")");
        }
        findings.unless(applied.size() <= log.rows().size(), EQUAL, "", "torture-lines has events that are not stored");
        Set<String> names = log.rows().stream()
                .map(Row::name)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        findings.unless(
                names.equals(tables.names()),
                EQUAL,
                "",
                "torture-names has " + new TreeSet<>(tables.names()) + "; stored are events of "
                        + new TreeSet<>(names));
    }

    /** A model in memory holds, up to where it has come, every event in global order. */
    void checkTallies(History history) {
        for (Note note : history.notes()) {
            if (note.kind().equals(Note.TALLY)) {
                long position = Long.parseLong(note.text().split(":", -1)[1]);
                long events = 0;
                String hash = Chain.START;
                for (Row row : log.rows()) {
                    if (row.position() <= position) {
                        events++;
                        hash = Chain.next(hash, row.eventId());
                    }
                }
                String expected = events + ":" + position + ":" + hash;
                findings.unless(
                        note.text().equals(expected),
                        EQUAL,
                        "",
                        "the model in memory of " + note.subject() + " is " + note.text() + " (events:position:hash), "
                                + "the log gives " + expected);
            }
        }
    }

    /** A target outside gets every event at least once, unchanged, and none before the one before it in its stream. */
    void checkDeliveries(List<Delivered> deliveries) {
        Map<String, Row> rows = new HashMap<>();
        log.rows().forEach(row -> rows.put(row.eventId(), row));
        Map<String, Long> tops = new HashMap<>();
        Set<String> delivered = new HashSet<>();
        for (Delivered each : deliveries) {
            Row row = rows.get(each.eventId());
            boolean same = row != null
                    && row.position() == each.position()
                    && row.version() == each.version()
                    && row.stream().equals(each.stream());
            findings.unless(same, EQUAL, "", "delivered was " + each + "; stored is " + row);
            findings.unless(
                    row == null || row.check().equals(each.check()),
                    "events come back as they were written",
                    "",
                    "version " + each.version() + " of " + each.stream() + " came back changed: it held "
                            + (row == null ? "" : row.check()) + ", and holds " + each.check());
            long top = tops.getOrDefault(each.stream(), 0L);
            findings.unless(
                    each.version() <= top + 1,
                    "events are delivered in order",
                    "",
                    "version " + each.version() + " of " + each.stream() + " was delivered after version " + top);
            tops.merge(each.stream(), each.version(), Math::max);
            delivered.add(each.eventId());
        }
        List<Row> missing = log.rows().stream()
                .filter(row -> !delivered.contains(row.eventId()))
                .toList();
        findings.unless(
                missing.isEmpty(),
                EQUAL,
                "",
                "torture-deliveries lacks " + missing.size() + " of "
                        + log.rows().size() + " events, the first: " + (missing.isEmpty() ? "" : missing.get(0)));
    }
}

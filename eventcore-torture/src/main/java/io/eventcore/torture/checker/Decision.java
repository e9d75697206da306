package io.eventcore.torture.checker;

import io.eventcore.torture.history.Seen;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A decision whose inputs are known: one that is stored, or one that was told as a rejection or as nothing to do.
 *
 * @param call whose it is
 * @param seen what it had seen
 * @param rows the events that it stored, by position; none of one that was only told
 */
record Decision(String call, Seen seen, List<Row> rows) {

    /** The versions that it led to, of the streams that it wrote. */
    Map<String, Long> versions() {
        Map<String, Long> versions = new TreeMap<>();
        rows.forEach(row -> versions.merge(row.stream(), row.version(), Math::max));
        return versions;
    }

    List<String> eventIds() {
        return rows.stream().map(Row::eventId).toList();
    }

    long position() {
        return rows.get(rows.size() - 1).position();
    }
}

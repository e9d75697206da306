package io.eventcore.torture.checker;

import io.eventcore.torture.history.Sight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of one stream, and what anyone who looked at it could have seen, version by version. */
final class StreamHistory {

    private final List<Row> rows = new ArrayList<>();
    private final List<Sight> sights = new ArrayList<>(List.of(Sight.NOTHING));

    /** Finds the streams of a log, and the gaps in them. */
    static Map<String, StreamHistory> of(Log log, Findings findings) {
        Map<String, StreamHistory> streams = new HashMap<>();
        for (Row row : log.rows()) {
            StreamHistory stream = streams.computeIfAbsent(row.stream(), name -> new StreamHistory());
            findings.unless(
                    row.version() == stream.length() + 1,
                    "versions have no gaps",
                    row.call(),
                    "in stream " + row.stream() + " the event at position " + row.position() + " has version "
                            + row.version() + "; before it stand " + stream.length());
            stream.add(row);
        }
        log.versions().forEach((name, version) -> {
            long length = Optional.ofNullable(streams.get(name))
                    .map(StreamHistory::length)
                    .orElse(0L);
            findings.unless(
                    version == length,
                    "a stream's version is the number of its events",
                    "",
                    "stream " + name + " is said to have version " + version + ", and has " + length + " events");
        });
        return streams;
    }

    private void add(Row row) {
        rows.add(row);
        sights.add(sights.get(sights.size() - 1).after(row.check(), row.amount()));
    }

    long length() {
        return rows.size();
    }

    /** The event that leads to a version. */
    Optional<Row> row(long version) {
        return version >= 1 && version <= rows.size() ? Optional.of(rows.get((int) version - 1)) : Optional.empty();
    }

    /** What there was to see at a version; empty if the stream has not come so far. */
    Optional<Sight> at(long version) {
        return version >= 0 && version < sights.size() ? Optional.of(sights.get((int) version)) : Optional.empty();
    }
}

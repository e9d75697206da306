package io.eventcore.postgres.internal.read;

import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.codec.EventRows.SizedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The new events of some streams, and which of the streams have come as far as the reader thinks. */
final class Page {

    private final int limit;
    private final Map<StreamId, Long> unproved = new HashMap<>();
    private final List<SizedEvent> events = new ArrayList<>();
    private boolean last = true;

    Page(ReadRequest request, int limit) {
        this.limit = limit;
        request.after().forEach((stream, after) -> {
            if (after > 0) {
                unproved.put(stream, after);
            }
        });
    }

    /** Takes the current row, and returns whether it may be followed by another. */
    boolean add(ResultSet row, EventRows rows) throws SQLException {
        if (!unproved.isEmpty() && isProof(row)) {
            return true;
        }
        if (events.size() == limit) {
            last = false;
            return false;
        }
        events.add(rows.readSized(row, 1));
        return true;
    }

    private boolean isProof(ResultSet row) throws SQLException {
        StreamId stream = new StreamId(row.getString(EventRows.STREAM_COLUMN));
        return unproved.remove(stream, row.getLong(EventRows.VERSION_COLUMN));
    }

    List<SizedEvent> events() {
        return events;
    }

    /** Whether there are no more events behind it. */
    boolean isLast() {
        return last;
    }

    /** The streams that have not come as far as the reader thinks. */
    Set<StreamId> unproved() {
        return unproved.keySet();
    }
}

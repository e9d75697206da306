package io.eventcore.postgres.internal.read;

import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.codec.BoundedRows;
import io.eventcore.postgres.internal.codec.EventRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The new events of some streams, and which of the streams have come as far as the reader thinks. */
final class Page {

    /** As text; as objects they take two or three times as much. */
    static final long MAX_CHARACTERS = 4L * 1024 * 1024;

    private final int limit;
    private final EventRows rows;
    private final BoundedRows found;
    private final Map<StreamId, Long> unproved = new HashMap<>();
    private final List<SizedEvent> events = new ArrayList<>();
    private boolean last = true;

    Page(ReadRequest request, int limit, EventRows rows, Connection connection) {
        this.limit = limit;
        this.rows = rows;
        this.found = new BoundedRows(connection);
        request.after().forEach((stream, after) -> {
            if (after > 0) {
                unproved.put(stream, after);
            }
        });
    }

    /**
     * An event, and how long its texts are.
     *
     * @param characters of its data and its metadata
     */
    record SizedEvent(StoredEvent<Object> event, long characters) {}

    /** Takes the current row, and returns whether it may be followed by another. */
    boolean add(ResultSet row) throws SQLException {
        if (!unproved.isEmpty() && isProof(row)) {
            return true;
        }
        if (isFull()) {
            last = false;
            return false;
        }
        found.add(row, 1);
        return true;
    }

    /** Whether it has as many rows as it takes. */
    boolean isFull() {
        return found.size() == limit || found.characters() > MAX_CHARACTERS;
    }

    private boolean isProof(ResultSet row) throws SQLException {
        StreamId stream = new StreamId(row.getString(EventRows.STREAM_COLUMN));
        return unproved.remove(stream, row.getLong(EventRows.VERSION_COLUMN));
    }

    /** Decodes the events for which there is room; uses the connection if some are large. */
    void decode() throws SQLException {
        found.handOut(MAX_CHARACTERS, row -> events.add(new SizedEvent(rows.decode(row), row.characters())));
        last &= found.isEmpty();
    }

    /** Decodes all events, some at a time, and forgets them; uses the connection if some are large. */
    void drainTo(Consumer<SizedEvent> consumer) throws SQLException {
        while (!found.isEmpty()) {
            found.handOut(MAX_CHARACTERS, row -> {
                consumer.accept(new SizedEvent(rows.decode(row), row.characters()));
                return true;
            });
        }
    }

    /** The events that were decoded. */
    List<SizedEvent> events() {
        return events;
    }

    /** Whether there are no more events after it. */
    boolean isLast() {
        return last;
    }

    /** The streams that have not come as far as the reader thinks. */
    Set<StreamId> unproved() {
        return unproved.keySet();
    }
}

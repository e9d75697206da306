package io.eventcore.postgres.internal.codec;

import io.eventcore.postgres.internal.codec.EventRow.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query for {@link EventRows#COLUMNS}, in the order of their positions or of a stream, on their way to whoever
 * decodes them. Small texts come with the rows. Large ones, of which a thousand would fill the memory, are fetched when their
 * turn comes, and only as many at a time as fit. Events never change, so they are those of the moment of the query.
 *
 * <p>Used by one thread, while it has the connection.
 */
public final class BoundedRows {

    /** So many large texts are fetched by the first query, and at most by one: the server measures all that it is asked for. */
    private static final int FEW_AT_ONCE = 8;

    private static final int MOST_AT_ONCE = 64;

    private static final String FETCH = """
            SELECT l.position, l.octets,
                   CASE WHEN l.octets <= ? THEN l.event_data END, CASE WHEN l.octets <= ? THEN l.metadata END
            FROM (
                SELECT m.*, row_number() OVER w AS nr, sum(m.octets) OVER w AS total
                FROM (
                    SELECT e.position, e.event_data, e.metadata,
                           octet_length(e.event_data::pg_catalog.text)::bigint + octet_length(e.metadata::pg_catalog.text) AS octets
                    FROM {schema}.events e
                    WHERE e.position = ANY (?)
                ) AS m
                WINDOW w AS (ORDER BY m.position)
            ) AS l
            WHERE l.total <= ? OR l.nr = 1 AND ?""";

    private final Connection connection;
    private final Deque<EventRow> rows = new ArrayDeque<>();
    private final Map<Long, Texts> fetched = new HashMap<>();
    private long waiting;
    private int atOnce = FEW_AT_ONCE;

    /** Large texts are fetched over this connection. */
    public BoundedRows(Connection connection) {
        this.connection = connection;
    }

    /** Takes the current row. */
    public void add(ResultSet result, int first) throws SQLException {
        EventRow row = EventRows.row(result, first);
        waiting += row.characters();
        rows.add(row);
    }

    /** How many rows wait. */
    public int size() {
        return rows.size();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** How many characters wait; large texts do not count. */
    public long characters() {
        return waiting;
    }

    /** Takes rows. */
    @FunctionalInterface
    public interface Consumer {

        /** Takes a row with its texts, and returns whether it wants another. */
        boolean accept(EventRow row) throws SQLException;
    }

    /**
     * Hands out rows in order as long as they fit; the first in any case. Those that do not fit stay.
     *
     * @param maxCharacters how much may be handed out
     * @return how much was
     */
    public long handOut(long maxCharacters, Consumer consumer) throws SQLException {
        long used = 0;
        boolean first = true;
        boolean more = true;
        while (more && !rows.isEmpty()) {
            EventRow row = complete(rows.element(), maxCharacters - used, first);
            if (row == null || (!first && used + row.characters() > maxCharacters)) {
                return used;
            }
            waiting -= rows.remove().characters();
            used += row.characters();
            first = false;
            more = consumer.accept(row);
        }
        return used;
    }

    private @Nullable EventRow complete(EventRow row, long room, boolean inAnyCase) throws SQLException {
        if (!row.isLarge()) {
            return row;
        }
        Texts texts = fetched.remove(row.position());
        if (texts == null) {
            fetch(room, inAnyCase);
            texts = fetched.remove(row.position());
        }
        return texts == null ? null : row.with(texts);
    }

    private void fetch(long room, boolean firstInAnyCase) throws SQLException {
        List<Long> wanted = new ArrayList<>();
        for (Iterator<EventRow> next = rows.iterator(); next.hasNext() && wanted.size() < atOnce; ) {
            EventRow row = next.next();
            if (row.isLarge()) {
                wanted.add(row.position());
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FETCH)) {
            statement.setLong(1, EventRows.LARGEST);
            statement.setLong(2, EventRows.LARGEST);
            statement.setArray(3, connection.createArrayOf("int8", wanted.toArray()));
            statement.setLong(4, Math.min(room, EventRows.LARGEST));
            statement.setBoolean(5, firstInAnyCase);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    long octets = result.getLong(2);
                    String data = result.getString(3);
                    String metadata = result.getString(4);
                    fetched.put(
                            result.getLong(1),
                            data == null || metadata == null
                                    ? Texts.tooLong(octets)
                                    : new Texts(data, metadata, octets));
                }
            }
        }
        atOnce = Math.min(MOST_AT_ONCE, 2 * Math.max(1, fetched.size()));
    }
}

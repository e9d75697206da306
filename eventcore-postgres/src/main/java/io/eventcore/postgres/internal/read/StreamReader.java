package io.eventcore.postgres.internal.read;

import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Reads several streams as they were at one moment: one statement, so one snapshot. Most commands need few events, which
 * come in one round trip. A longer stream is read page by page; several streams that do not fit in a page are read again
 * through a cursor. So memory stays bounded.
 */
public final class StreamReader {

    private static final int PAGE = 1_000;

    // The inner query makes PostgreSQL go through the index of each stream, whatever it thinks of the limits.
    private static final String PAGE_OF_ALL = select("LIMIT ?") + " LIMIT ?";
    private static final String ALL = select("");

    private final DataSource dataSource;
    private final EventRows rows;

    /** Reads over connections of this source. */
    public StreamReader(DataSource dataSource, EventRows rows) {
        this.dataSource = dataSource;
        this.rows = rows;
    }

    private static String select(String innerLimit) {
        return """
                SELECT %s
                FROM unnest(?::text[], ?::bigint[]) AS s (stream_id, after)
                CROSS JOIN LATERAL (
                    SELECT * FROM events e
                    WHERE e.stream_id = s.stream_id AND e.stream_version > s.after
                    ORDER BY e.stream_version %s
                ) AS e
                ORDER BY e.position""".formatted(EventRows.COLUMNS, innerLimit);
    }

    /** See {@link io.eventcore.EventStore#read(ReadRequest, Consumer)}. */
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        Map<StreamId, Long> versions = new LinkedHashMap<>(request.after());
        Consumer<StoredEvent<Object>> reader = event -> {
            versions.put(event.stream(), event.version());
            consumer.accept(event);
        };
        try {
            List<StoredEvent<Object>> page = new ArrayList<>();
            boolean all = readPage(new ReadRequest(versions), page);
            if (!all && versions.size() > 1) {
                readByCursor(request, reader);
                return versions;
            }
            page.forEach(reader);
            // What a stream held at any moment is the beginning of what it holds later, so pages of one fit together.
            while (!all) {
                page.clear();
                all = readPage(new ReadRequest(versions), page);
                page.forEach(reader);
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "reading streams");
        }
        return versions;
    }

    /** Returns whether that was all. The connection is free again before the consumer sees an event. */
    private boolean readPage(ReadRequest request, List<StoredEvent<Object>> events) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(PAGE_OF_ALL)) {
            bind(statement, request);
            statement.setInt(3, PAGE + 1);
            statement.setInt(4, PAGE + 1);
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    if (events.size() == PAGE) {
                        return false;
                    }
                    events.add(rows.read(result, 1));
                }
                return true;
            }
        }
    }

    /** A cursor needs a transaction, and keeps the snapshot with which it was opened. */
    private void readByCursor(ReadRequest request, Consumer<StoredEvent<Object>> consumer) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(ALL)) {
                bind(statement, request);
                statement.setFetchSize(PAGE);
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        consumer.accept(rows.read(result, 1));
                    }
                }
            } finally {
                connection.rollback();
            }
        }
    }

    private static void bind(PreparedStatement statement, ReadRequest request) throws SQLException {
        Connection connection = statement.getConnection();
        String[] streams = new String[request.after().size()];
        Long[] after = new Long[streams.length];
        int i = 0;
        for (Map.Entry<StreamId, Long> entry : request.after().entrySet()) {
            streams[i] = entry.getKey().value();
            after[i++] = entry.getValue();
        }
        statement.setArray(1, connection.createArrayOf("text", streams));
        statement.setArray(2, connection.createArrayOf("int8", after));
    }
}

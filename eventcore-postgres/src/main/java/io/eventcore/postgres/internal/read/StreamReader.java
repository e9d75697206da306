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
 * come in one round trip; what does not fit is read again through a cursor, so that memory stays bounded.
 */
public final class StreamReader {

    private static final int PAGE = 1_000;

    // The inner query makes PostgreSQL go through the index of each stream, whatever it thinks of the limits.
    private static final String FIRST_PAGE = select("LIMIT ?") + " LIMIT ?";
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
        List<StoredEvent<Object>> events = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            if (!readFirstPage(connection, request, events)) {
                readAll(connection, request, event -> {
                    versions.put(event.stream(), event.version());
                    consumer.accept(event);
                });
                return versions;
            }
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "reading streams");
        }
        for (StoredEvent<Object> event : events) {
            versions.put(event.stream(), event.version());
            consumer.accept(event);
        }
        return versions;
    }

    /** Returns whether that was all. */
    private boolean readFirstPage(Connection connection, ReadRequest request, List<StoredEvent<Object>> events)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIRST_PAGE)) {
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
    private void readAll(Connection connection, ReadRequest request, Consumer<StoredEvent<Object>> consumer)
            throws SQLException {
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
            connection.setAutoCommit(true);
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

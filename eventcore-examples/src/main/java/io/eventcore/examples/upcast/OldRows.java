package io.eventcore.examples.upcast;

import io.eventcore.StreamId;
import io.eventcore.examples.database.JdbcUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The tables as an application of earlier years has left them: plain rows, written by nothing that exists today. */
final class OldRows {

    private static final String EVENT = """
            INSERT INTO events (event_id, stream_id, stream_version, event_type, event_version, event_data)
            VALUES (gen_random_uuid(), ?, ?, ?, ?, ?::jsonb)
            """;

    private static final String STREAM = """
            INSERT INTO event_streams (stream_id, version)
            VALUES (?, ?)
            ON CONFLICT (stream_id) DO UPDATE SET version = excluded.version
            """;

    private static final String STORED = """
            SELECT event_type || ' v' || event_version || ' ' || event_data
            FROM events
            ORDER BY position
            """;

    private final String url;

    OldRows(String url) {
        this.url = url;
    }

    /** Ada joined in 2019, moved in 2020; Grace joined in 2021, after the first change of the program. */
    void write(StreamId ada, StreamId grace) throws SQLException {
        try (Connection connection = DriverManager.getConnection(JdbcUrl.of(url))) {
            connection.setAutoCommit(false);
            write(connection, ada, 1, "customer-registered", 1, """
                    {"fullName": "Ada Lovelace", "fee": "350.00"}""");
            write(connection, ada, 2, "contact-changed", 1, """
                    {"email": "ada@example.org", "street": "Storgata 1"}""");
            write(connection, grace, 1, "member-registered", 2, """
                    {"name": "Grace Hopper", "feeCents": 42050}""");
            connection.commit();
        }
    }

    private static void write(Connection connection, StreamId stream, long version, String type, int shape, String json)
            throws SQLException {
        try (PreparedStatement head = connection.prepareStatement(STREAM)) {
            head.setString(1, stream.value());
            head.setLong(2, version);
            head.executeUpdate();
        }
        try (PreparedStatement event = connection.prepareStatement(EVENT)) {
            event.setString(1, stream.value());
            event.setLong(2, version);
            event.setString(3, type);
            event.setInt(4, shape);
            event.setString(5, json);
            event.executeUpdate();
        }
    }

    /** What the table holds, event after event. */
    List<String> stored() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(JdbcUrl.of(url));
                PreparedStatement select = connection.prepareStatement(STORED);
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}

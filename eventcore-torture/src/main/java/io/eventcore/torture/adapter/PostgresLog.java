package io.eventcore.torture.adapter;

import io.eventcore.torture.checker.Log;
import io.eventcore.torture.checker.ReadModelTables;
import io.eventcore.torture.checker.Row;
import io.eventcore.torture.history.Seen;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the tables by plain SQL. */
final class PostgresLog {

    private static final String EVENTS = """
            SELECT position, event_id, stream_id, stream_version, event_data -> 'mark' ->> 'call',
                   (event_data -> 'mark' ->> 'nth')::integer, (event_data -> 'mark' ->> 'of')::integer,
                   event_data -> 'mark' ->> 'seen', event_data -> 'mark' ->> 'check', (event_data ->> 'amount')::bigint,
                   metadata ->> 'causationId', metadata ->> 'correlationId', metadata ->> 'userId',
                   coalesce(metadata -> 'custom' ->> 'call', metadata ->> 'call'), coalesce(event_data ->> 'name', '')
            FROM events ORDER BY position""";

    private static final String STREAMS = "SELECT stream_id, version FROM event_streams";

    private static final String COMMANDS = """
            SELECT command_id, event_ids::text[], stream_ids, versions, "position" FROM executed_commands""";

    private PostgresLog() {}

    static Log read(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false); // so that rows come in portions, and all from one snapshot
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Log(rows(connection), versions(connection), commands(connection));
        }
    }

    private static List<Row> rows(Connection connection) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1_000);
            ResultSet row = statement.executeQuery(EVENTS);
            while (row.next()) {
                Map<String, String> metadata = new HashMap<>();
                put(metadata, "causationId", row.getString(11));
                put(metadata, "correlationId", row.getString(12));
                put(metadata, "userId", row.getString(13));
                put(metadata, "call", row.getString(14));
                rows.add(new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getLong(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getInt(7),
                        Seen.parse(row.getString(8)),
                        row.getString(9),
                        row.getLong(10),
                        row.getString(15),
                        metadata));
            }
        }
        return rows;
    }

    static ReadModelTables readModels(String url) throws SQLException {
        List<ReadModelTables.Line> lines = new ArrayList<>();
        Set<String> names = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            ResultSet line = statement.executeQuery("SELECT \"position\", event_id FROM torture_lines");
            while (line.next()) {
                lines.add(new ReadModelTables.Line(line.getLong(1), line.getString(2)));
            }
            ResultSet name = statement.executeQuery("SELECT name FROM torture_names");
            while (name.next()) {
                names.add(name.getString(1));
            }
        }
        return new ReadModelTables(lines, names);
    }

    private static void put(Map<String, String> metadata, String key, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    private static Map<String, Long> versions(Connection connection) throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery(STREAMS);
            while (row.next()) {
                versions.put(row.getString(1), row.getLong(2));
            }
        }
        return versions;
    }

    private static Map<String, Log.Recorded> commands(Connection connection) throws SQLException {
        Map<String, Log.Recorded> commands = new HashMap<>();
        try (Statement statement = connection.createStatement()) {
            ResultSet row = statement.executeQuery(COMMANDS);
            while (row.next()) {
                String[] streams = (String[]) row.getArray(3).getArray();
                Array array = row.getArray(4);
                Long[] numbers = (Long[]) array.getArray();
                Map<String, Long> versions = new TreeMap<>();
                for (int i = 0; i < streams.length; i++) {
                    versions.put(streams[i], numbers[i]);
                }
                List<String> events = Arrays.asList((String[]) row.getArray(2).getArray());
                commands.put(row.getString(1), new Log.Recorded(events, versions, row.getLong(5)));
            }
        }
        return commands;
    }
}

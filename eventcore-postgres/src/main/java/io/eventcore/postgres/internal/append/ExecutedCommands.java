package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.EventId;
import io.eventcore.StreamId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The recorded results of commands that were carried out under an id of their caller's. */
public final class ExecutedCommands {

    private static final String FIND = """
            SELECT command_id, event_ids, stream_ids, versions, "position"
            FROM {schema}.executed_commands
            WHERE command_id = ANY (?)""";

    private ExecutedCommands() {}

    /** The first results of those of these commands that are recorded, marked as repeated. */
    public static Map<UUID, AppendResult> find(Connection connection, Collection<UUID> commandIds) throws SQLException {
        Map<UUID, AppendResult> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setArray(1, connection.createArrayOf("uuid", commandIds.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.put(row.getObject(1, UUID.class), resultIn(row));
                }
            }
        }
        return found;
    }

    private static AppendResult resultIn(ResultSet row) throws SQLException {
        UUID[] events = (UUID[]) elements(row.getArray(2));
        String[] streams = (String[]) elements(row.getArray(3));
        Long[] versions = (Long[]) elements(row.getArray(4));
        Map<StreamId, Long> moved = new HashMap<>();
        for (int i = 0; i < streams.length; i++) {
            moved.put(new StreamId(streams[i]), versions[i]);
        }
        return new AppendResult(
                moved, row.getLong(5), Stream.of(events).map(EventId::of).toList(), true);
    }

    private static Object elements(Array array) throws SQLException {
        return array.getArray();
    }
}

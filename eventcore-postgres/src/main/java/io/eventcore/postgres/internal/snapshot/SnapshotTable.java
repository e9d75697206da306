package io.eventcore.postgres.internal.snapshot;

import io.eventcore.LogEpoch;
import io.eventcore.Snapshots;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.Deadlines.Deadline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code stream_snapshots}. Each statement is a transaction of its own. Thread-safe. */
final class SnapshotTable {

    // A snapshot fits if the log holds the very event that it rests on last: else the database was restored, or a
    // standby
    // that was behind was promoted. Another event may have its version, and its position too.
    private static final String FIND = """
            SELECT s.stream_id, s.version, s.position, s.state::pg_catalog.text,
                   EXISTS (
                       SELECT FROM {schema}.events e
                       WHERE e.stream_id = s.stream_id AND e.stream_version = s.version
                         AND e.position = s.position AND e.event_id = s.event_id
                   ) AS fits,
                   s.created_at
            FROM {schema}.stream_snapshots s
            WHERE s.stream_id = ANY (?) AND s.name = ? AND s.fold_version = ?""";

    // Position and id come from the event, so that without the event there is no snapshot. A later one is not replaced.
    private static final String WRITE = """
            INSERT INTO {schema}.stream_snapshots AS s
                (stream_id, name, fold_version, version, position, event_id, state)
            SELECT e.stream_id, ?, ?, e.stream_version, e.position, e.event_id, ?::pg_catalog.jsonb
            FROM {schema}.events e
            WHERE e.stream_id = ? AND e.stream_version = ?
            ON CONFLICT (stream_id, name, fold_version) DO UPDATE
            SET version = excluded.version, position = excluded.position, event_id = excluded.event_id,
                state = excluded.state, created_at = excluded.created_at
            WHERE s.version < excluded.version""";

    private static final String DELETE = """
            DELETE FROM {schema}.stream_snapshots
            WHERE stream_id = ? AND name = ? AND fold_version = ? AND version = ?
                  AND created_at = coalesce(?, created_at)""";

    private final Database database;
    private final Deadlines deadlines;

    SnapshotTable(Database database, Deadlines deadlines) {
        this.database = database;
        this.deadlines = deadlines;
    }

    /**
     * A row.
     *
     * @param fits whether the log holds the event that the state rests on last
     */
    record Row(StreamId stream, long version, long position, String state, boolean fits, OffsetDateTime createdAt) {
        Bad asBad() {
            return new Bad(version, createdAt);
        }
    }

    /**
     * A snapshot that is to be deleted, but not the one that has come in its place.
     *
     * @param version its version
     * @param createdAt when it was written, if that is known
     */
    record Bad(long version, @Nullable OffsetDateTime createdAt) {}

    List<Row> find(Set<StreamId> streams, Snapshots<?> snapshots, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        return database.read("reading snapshots", connection -> find(connection, streams, snapshots, deadline));
    }

    private List<Row> find(Connection connection, Set<StreamId> streams, Snapshots<?> snapshots, Deadline deadline)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            Object[] names = streams.stream().map(StreamId::value).toArray();
            statement.setArray(1, connection.createArrayOf("text", names));
            statement.setString(2, snapshots.name());
            statement.setInt(3, snapshots.version());
            return deadlines.execute(statement, deadline, () -> {
                List<Row> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows.add(new Row(
                                new StreamId(result.getString(1)),
                                result.getLong(2),
                                result.getLong(3),
                                result.getString(4),
                                result.getBoolean(5),
                                result.getObject(6, OffsetDateTime.class)));
                    }
                }
                return rows;
            });
        }
    }

    /**
     * Returns whether it was kept: not if there is a later one, no such event, or if the log has changed.
     *
     * @param readIn the epoch of the log that the state belongs to, if that is known
     */
    boolean write(
            StreamId stream,
            Snapshots<?> snapshots,
            long version,
            String state,
            @Nullable LogEpoch readIn,
            Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        return database.once("writing a snapshot", connection -> {
            if (readIn != null && database.log().epochOf(connection) != readIn) {
                return false;
            }
            try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
                statement.setString(1, snapshots.name());
                statement.setInt(2, snapshots.version());
                statement.setString(3, state);
                statement.setString(4, stream.value());
                statement.setLong(5, version);
                return deadlines.execute(statement, deadline, statement::executeUpdate) > 0;
            }
        });
    }

    /** Deletes this very snapshot. */
    void delete(StreamId stream, Snapshots<?> snapshots, Bad bad, Duration timeout) {
        Deadline deadline = Deadline.in(timeout);
        database.once("deleting a snapshot", connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
                statement.setString(1, stream.value());
                statement.setString(2, snapshots.name());
                statement.setInt(3, snapshots.version());
                statement.setLong(4, bad.version());
                statement.setObject(5, bad.createdAt(), Types.TIMESTAMP_WITH_TIMEZONE);
                return deadlines.execute(statement, deadline, statement::executeUpdate);
            }
        });
    }
}

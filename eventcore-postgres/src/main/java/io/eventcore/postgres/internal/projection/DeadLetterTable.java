package io.eventcore.postgres.internal.projection;

import static io.eventcore.postgres.internal.projection.Rows.execute;
import static io.eventcore.postgres.internal.projection.Rows.query;

import io.eventcore.DeadLetter;
import io.eventcore.DeadLetters;
import io.eventcore.EventId;
import io.eventcore.EventReference;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.sql.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table {@code dead_letters}. What runs in a projection's own transaction is static. */
final class DeadLetterTable implements DeadLetters {

    private static final String LETTERS = """
            SELECT d.position, d.event_id, d.stream_id, d.stream_version, d.event_type, d.error, d.attempts, d.parked_at,
                   d.due
            FROM {schema}.dead_letters d
            WHERE d.projection = ? AND d.version = ? AND\s""";

    private static final String LIST = LETTERS + "d.position > ? ORDER BY d.position LIMIT ?";

    private static final String FIND = LETTERS + "d.position = ?";

    private static final String OF_STREAM = LETTERS + "d.stream_id = ? AND d.position > ? ORDER BY d.position LIMIT ?";

    private static final String PAYLOAD = """
            SELECT event_data::pg_catalog.text FROM {schema}.events WHERE position = ?""";

    private static final String STREAMS = """
            SELECT DISTINCT d.stream_id
            FROM {schema}.dead_letters d
            WHERE d.projection = ? AND d.version = ? AND {schema}.eventcore_segment(d.stream_id, ?) = ?""";

    private static final String DUE_STREAMS = """
            SELECT s.stream_id
            FROM {schema}.eventcore_due_streams(?, ?) AS s (stream_id)
            WHERE {schema}.eventcore_segment(s.stream_id, ?) = ?""";

    /** Only the first is asked for: if it fails again, those behind it must not keep the stream due. */
    private static final String RETRY = """
            UPDATE {schema}.dead_letters d
            SET due = true
            WHERE d.projection = ? AND d.version = ?
              AND d.position = (SELECT min(f.position) FROM {schema}.dead_letters f
                                WHERE f.projection = d.projection AND f.version = d.version AND f.stream_id = ?)""";

    private static final String COUNT_OF_STREAM = """
            SELECT count(*) FROM {schema}.dead_letters WHERE projection = ? AND version = ? AND stream_id = ?""";

    private static final String RETRY_ALL = """
            WITH firsts AS MATERIALIZED (
                SELECT d.position
                FROM {schema}.dead_letters d
                WHERE d.projection = ? AND d.version = ?
                  AND NOT EXISTS (SELECT FROM {schema}.dead_letters f
                                  WHERE f.projection = d.projection AND f.version = d.version
                                    AND f.stream_id = d.stream_id AND f.position < d.position)
                ORDER BY d.position
                FOR UPDATE
            )
            UPDATE {schema}.dead_letters d
            SET due = true
            FROM firsts f
            WHERE d.projection = ? AND d.version = ? AND d.position = f.position""";

    private static final String COUNT = """
            SELECT count(*) FROM {schema}.dead_letters WHERE projection = ? AND version = ?""";

    private static final String PARK_FAILED = """
            INSERT INTO {schema}.dead_letters (projection, version, position, event_id, stream_id, stream_version, event_type, error,
                                      attempts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (projection, version, position) DO UPDATE
                SET error = excluded.error, attempts = excluded.attempts, parked_at = excluded.parked_at, due = false""";

    private static final String PARK_BEHIND = """
            INSERT INTO {schema}.dead_letters (projection, version, position, event_id, stream_id, stream_version, event_type,
                                      attempts)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0)
            ON CONFLICT (projection, version, position) DO NOTHING""";

    private static final String REMOVE = """
            DELETE FROM {schema}.dead_letters WHERE projection = ? AND version = ? AND position = ?""";

    private static final String REMOVE_ALL = """
            DELETE FROM {schema}.dead_letters WHERE projection = ? AND version = ?""";

    private final Database database;

    DeadLetterTable(Database database) {
        this.database = database;
    }

    @Override
    public List<DeadLetter> list(ProjectionId projection, long after, int limit) {
        refuseEmpty(limit);
        return letters(projection, LIST, projection.name(), projection.version(), after, limit);
    }

    private static void refuseEmpty(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A list of dead letters holds at least 1, not " + limit + ".");
        }
    }

    @Override
    public Optional<DeadLetter> find(ProjectionId projection, long position) {
        return letters(projection, FIND, projection.name(), projection.version(), position).stream()
                .findFirst();
    }

    @Override
    public List<DeadLetter> ofStream(ProjectionId projection, StreamId stream, long after, int limit) {
        refuseEmpty(limit);
        return letters(projection, OF_STREAM, projection.name(), projection.version(), stream.value(), after, limit);
    }

    private List<DeadLetter> letters(ProjectionId projection, String sql, Object... parameters) {
        return database.read(
                doing(projection), connection -> query(connection, sql, row -> letter(row, projection), parameters));
    }

    private static DeadLetter letter(ResultSet row, ProjectionId projection) throws SQLException {
        EventReference event = new EventReference(
                row.getLong(1),
                new EventId(row.getObject(2, UUID.class)),
                new StreamId(row.getString(3)),
                row.getLong(4),
                row.getString(5));
        return new DeadLetter(
                projection,
                event,
                Optional.ofNullable(row.getString(6)),
                row.getInt(7),
                Rows.instant(row, 8).orElseThrow(),
                row.getBoolean(9));
    }

    @Override
    public Optional<String> payload(long position) {
        return database.read(
                "reading the payload of an event",
                connection -> query(connection, PAYLOAD, row -> row.getString(1), position).stream()
                        .findFirst());
    }

    @Override
    public Set<StreamId> streams(ProjectionId projection, Segment segment) {
        return streams(STREAMS, projection, segment);
    }

    @Override
    public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
        return streams(DUE_STREAMS, projection, segment);
    }

    private Set<StreamId> streams(String sql, ProjectionId projection, Segment segment) {
        return database
                .read(
                        doing(projection),
                        connection -> query(
                                connection,
                                sql,
                                row -> new StreamId(row.getString(1)),
                                projection.name(),
                                projection.version(),
                                segment.count(),
                                segment.number()))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public int retry(ProjectionId projection, StreamId stream) {
        return change(projection, connection -> {
            execute(connection, RETRY, projection.name(), projection.version(), stream.value());
            return count(connection, COUNT_OF_STREAM, projection.name(), projection.version(), stream.value());
        });
    }

    @Override
    public int retryAll(ProjectionId projection) {
        return change(projection, connection -> {
            execute(
                    connection,
                    RETRY_ALL,
                    projection.name(),
                    projection.version(),
                    projection.name(),
                    projection.version());
            return count(connection, COUNT, projection.name(), projection.version());
        });
    }

    private static int count(Connection connection, String sql, Object... parameters) throws SQLException {
        return query(connection, sql, row -> row.getInt(1), parameters).get(0);
    }

    @Override
    public boolean discard(ProjectionId projection, long position) {
        return database.once(doing(projection), connection -> remove(connection, projection, position));
    }

    private <T> T change(ProjectionId projection, Database.Work<T> change) {
        return database.read(doing(projection), connection -> Database.inTransaction(connection, change));
    }

    private static String doing(ProjectionId projection) {
        return "the dead letters of projection " + projection;
    }

    // In a projection's own transaction

    static void parkFailed(
            Connection connection, ProjectionId projection, EventReference event, String error, int attempts)
            throws SQLException {
        execute(
                connection,
                PARK_FAILED,
                projection.name(),
                projection.version(),
                event.position(),
                event.id().value(),
                event.stream().value(),
                event.version(),
                event.type(),
                Rows.storable(error),
                attempts);
    }

    static void parkBehind(Connection connection, ProjectionId projection, EventReference event) throws SQLException {
        execute(
                connection,
                PARK_BEHIND,
                projection.name(),
                projection.version(),
                event.position(),
                event.id().value(),
                event.stream().value(),
                event.version(),
                event.type());
    }

    static boolean remove(Connection connection, ProjectionId projection, long position) throws SQLException {
        return execute(connection, REMOVE, projection.name(), projection.version(), position) == 1;
    }

    void removeAll(Connection connection, ProjectionId projection) throws SQLException {
        execute(connection, REMOVE_ALL, projection.name(), projection.version());
    }
}

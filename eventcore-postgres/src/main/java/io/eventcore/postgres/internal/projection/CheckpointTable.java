package io.eventcore.postgres.internal.projection;

import static io.eventcore.postgres.internal.projection.Rows.execute;
import static io.eventcore.postgres.internal.projection.Rows.query;

import io.eventcore.CheckpointMovedException;
import io.eventcore.EventCoreException;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The table {@code projection_checkpoints}: how far each segment has come, and for which lease it moves. */
final class CheckpointTable {

    /** How many positions a version may be behind the one that serves, so that it is waited for. */
    private static final long LITTLE = 10_000;

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private static final String POSITIONS = """
            SELECT c.segment, p.segments, c.position
            FROM {schema}.projections p
            JOIN {schema}.projection_checkpoints c ON c.projection = p.projection AND c.version = p.version
            WHERE p.projection = ? AND p.version = ?
            ORDER BY c.segment""";

    private static final String LOCK = """
            SELECT position FROM {schema}.projection_checkpoints WHERE projection = ? AND version = ?
            ORDER BY segment FOR UPDATE""";

    private static final String LOWEST = """
            SELECT min(position) FROM {schema}.projection_checkpoints WHERE projection = ? AND version = ?""";

    /** Whoever waited for the row finds a higher token there, if there is one. */
    private static final String OPEN = """
            UPDATE {schema}.projection_checkpoints c
            SET token = ?
            WHERE c.projection = ? AND c.version = ? AND c.segment = ? AND c.token <= ?
              AND EXISTS (SELECT FROM {schema}.projection_leases l
                          WHERE l.projection = c.projection AND l.version = c.version AND l.segment = c.segment
                            AND l.token = ? AND l.owner = ?)
            RETURNING c.position, c.event_id IS NULL OR EXISTS (
                SELECT FROM {schema}.events e WHERE e.position = c.event_position AND e.event_id = c.event_id)""";

    /** Whoever lets the database wait for longer than the lease lasts loses the session, and so the row. */
    private static final String BEGIN = SessionState.CAPTURE + """
            ;
            SELECT set_config('idle_in_transaction_session_timeout', ?, true)
            FROM {schema}.projection_checkpoints c
            WHERE c.projection = ? AND c.version = ? AND c.segment = ? AND c.token = ? AND c.position = ?
              AND EXISTS (SELECT FROM {schema}.projection_leases l
                          WHERE l.projection = c.projection AND l.version = c.version AND l.segment = c.segment
                            AND l.token = ? AND l.owner = ?)
            FOR NO KEY UPDATE OF c""";

    private static final String ACTUAL = """
            SELECT c.position
            FROM {schema}.projection_checkpoints c
            JOIN {schema}.projection_leases l
              ON l.projection = c.projection AND l.version = c.version AND l.segment = c.segment
            WHERE c.projection = ? AND c.version = ? AND c.segment = ? AND c.token = ? AND l.token = c.token
              AND l.owner = ?""";

    private static final String RESET = """
            UPDATE {schema}.projection_checkpoints
            SET position = ?, updated_at = clock_timestamp(), event_position = b.event_position, event_id = b.event_id
            FROM {schema}.eventcore_event_before(?) b
            WHERE projection = ? AND version = ?""";

    /**
     * Where a checkpoint stands.
     *
     * @param isInThisLog whether the log still holds the event on which it rests
     */
    record Place(long position, boolean isInThisLog) {}

    private CheckpointTable() {}

    static Map<Segment, Long> positions(Connection connection, ProjectionId projection) throws SQLException {
        Map<Segment, Long> positions = new LinkedHashMap<>();
        query(
                connection,
                POSITIONS,
                row -> positions.put(new Segment(row.getInt(1), row.getInt(2)), row.getLong(3)),
                projection.name(),
                projection.version());
        return positions;
    }

    /** Waits for whoever moves one of them, and returns where they are. */
    static List<Long> lock(Connection connection, ProjectionId projection) throws SQLException {
        return query(connection, LOCK, row -> row.getLong(1), projection.name(), projection.version());
    }

    /**
     * Whether a version comes up with the one that serves readers, which stands still from now on. Both versions are
     * locked, so neither is moved back meanwhile.
     */
    static boolean comesUpWith(Connection connection, ProjectionId projection, ProjectionId active)
            throws SQLException {
        long furthest = lock(connection, active).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long behind = furthest - lowest(connection, projection);
        while (behind > 0 && behind <= LITTLE && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            behind = furthest - lowest(connection, projection);
        }
        return behind <= 0;
    }

    private static long lowest(Connection connection, ProjectionId projection) throws SQLException {
        return query(connection, LOWEST, row -> row.getLong(1), projection.name(), projection.version())
                .get(0);
    }

    /**
     * Lets a segment move for this lease only. Waits for whoever moves it.
     *
     * @return where it is, and whether the log still holds the event on which it rests
     * @throws LeaseLostException if another instance has got it
     */
    static Place open(Connection connection, Lease lease) throws SQLException {
        return query(
                        connection,
                        OPEN,
                        row -> new Place(row.getLong(1), row.getBoolean(2)),
                        lease.token(),
                        lease.projection().name(),
                        lease.projection().version(),
                        lease.segment().number(),
                        lease.token(),
                        lease.token(),
                        lease.owner())
                .stream()
                .findFirst()
                .orElseThrow(() -> new LeaseLostException(lease));
    }

    /**
     * Begins a transaction in which a checkpoint will move: checks and locks the row, so that two runners of one segment
     * never work at once.
     */
    static SessionState begin(Connection connection, Lease lease, long from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setArray(1, SessionState.names(connection));
            int next = 2;
            for (Object parameter : List.of(
                    Rows.longestPause(lease.duration()),
                    lease.projection().name(),
                    lease.projection().version(),
                    lease.segment().number(),
                    lease.token(),
                    from,
                    lease.token(),
                    lease.owner())) {
                statement.setObject(next++, parameter);
            }
            statement.execute();
            SessionState session;
            try (ResultSet row = statement.getResultSet()) {
                session = SessionState.read(row);
            }
            statement.getMoreResults();
            try (ResultSet locked = statement.getResultSet()) {
                if (locked.next()) {
                    return session;
                }
            }
        }
        throw notAt(connection, lease, from);
    }

    private static EventCoreException notAt(Connection connection, Lease lease, long from) throws SQLException {
        List<Long> actual = query(
                connection,
                ACTUAL,
                row -> row.getLong(1),
                lease.projection().name(),
                lease.projection().version(),
                lease.segment().number(),
                lease.token(),
                lease.owner());
        return actual.isEmpty()
                ? new LeaseLostException(lease)
                : new CheckpointMovedException(lease, from, actual.get(0));
    }

    static void reset(Connection connection, ProjectionId projection, long position) throws SQLException {
        execute(connection, RESET, position, position, projection.name(), projection.version());
    }
}

package io.eventcore.postgres.internal.projection;

import static io.eventcore.postgres.internal.projection.Rows.execute;
import static io.eventcore.postgres.internal.projection.Rows.query;

import io.eventcore.CheckpointMovedException;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import java.sql.Connection;
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
            RETURNING c.position""";

    /** Whoever lets the database wait for longer than the lease lasts loses the session, and so the row. */
    private static final String MOVE = """
            UPDATE {schema}.projection_checkpoints c
            SET position = ?, updated_at = clock_timestamp()
            WHERE c.projection = ? AND c.version = ? AND c.segment = ? AND c.token = ? AND c.position = ?
              AND EXISTS (SELECT FROM {schema}.projection_leases l
                          WHERE l.projection = c.projection AND l.version = c.version AND l.segment = c.segment
                            AND l.token = ? AND l.owner = ?)
            RETURNING set_config('idle_in_transaction_session_timeout', ?, true)""";

    private static final String ACTUAL = """
            SELECT c.position
            FROM {schema}.projection_checkpoints c
            JOIN {schema}.projection_leases l
              ON l.projection = c.projection AND l.version = c.version AND l.segment = c.segment
            WHERE c.projection = ? AND c.version = ? AND c.segment = ? AND c.token = ? AND l.token = c.token
              AND l.owner = ?""";

    private static final String RESET = """
            UPDATE {schema}.projection_checkpoints SET position = ?, updated_at = clock_timestamp()
            WHERE projection = ? AND version = ? AND position <> ?""";

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
     * @return where it is
     * @throws LeaseLostException if another instance has got it
     */
    static long open(Connection connection, Lease lease) throws SQLException {
        return query(
                        connection,
                        OPEN,
                        row -> row.getLong(1),
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
     * Moves a checkpoint, before the work starts: that one statement also checks and locks the row, so that two runners of
     * one segment never work at once.
     */
    static void move(Connection connection, Lease lease, long from, long to) throws SQLException {
        List<String> moved = query(
                connection,
                MOVE,
                row -> row.getString(1),
                to,
                lease.projection().name(),
                lease.projection().version(),
                lease.segment().number(),
                lease.token(),
                from,
                lease.token(),
                lease.owner(),
                Rows.longestPause(lease.duration()));
        if (moved.isEmpty()) {
            List<Long> actual = query(
                    connection,
                    ACTUAL,
                    row -> row.getLong(1),
                    lease.projection().name(),
                    lease.projection().version(),
                    lease.segment().number(),
                    lease.token(),
                    lease.owner());
            if (actual.isEmpty()) {
                throw new LeaseLostException(lease);
            }
            throw new CheckpointMovedException(lease, from, actual.get(0));
        }
    }

    static void reset(Connection connection, ProjectionId projection, long position) throws SQLException {
        execute(connection, RESET, position, projection.name(), projection.version(), position);
    }
}

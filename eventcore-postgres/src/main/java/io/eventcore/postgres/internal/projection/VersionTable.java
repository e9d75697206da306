package io.eventcore.postgres.internal.projection;

import static io.eventcore.postgres.internal.projection.Rows.execute;
import static io.eventcore.postgres.internal.projection.Rows.query;

import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The table {@code projections}: which versions there are, which one serves readers, and what is to be changed. */
final class VersionTable {

    private static final String INSERT = """
            INSERT INTO {schema}.projections (projection, version, segments) VALUES (?, ?, ?)
            ON CONFLICT (projection, version) DO NOTHING""";

    private static final String DIVIDE = """
            SELECT {schema}.eventcore_divide(?, ?, ?, ?)""";

    private static final String SEGMENTS = """
            SELECT segments FROM {schema}.projections WHERE projection = ? AND version = ?""";

    private static final String LOCK = """
            SELECT segments FROM {schema}.projections WHERE projection = ? AND version = ? FOR UPDATE""";

    private static final String LOCK_TO_OPEN = """
            SELECT clear_pending, set_config('idle_in_transaction_session_timeout', ?, true)
            FROM {schema}.projections WHERE projection = ? AND version = ? FOR UPDATE""";

    private static final String LOCK_ALL = """
            SELECT version, active, set_config('idle_in_transaction_session_timeout', ?, true)
            FROM {schema}.projections WHERE projection = ? ORDER BY version FOR UPDATE""";

    private static final String DEACTIVATE = """
            UPDATE {schema}.projections SET active = false WHERE projection = ? AND active""";

    private static final String ACTIVATE = """
            UPDATE {schema}.projections SET active = true, activated_at = clock_timestamp() WHERE projection = ? AND version = ?""";

    private static final String CLEARED = """
            UPDATE {schema}.projections SET clear_pending = false WHERE projection = ? AND version = ?""";

    private static final String RESET = """
            UPDATE {schema}.projections
            SET clear_pending = clear_pending OR ?, barrier = CASE WHEN barrier IS NOT NULL THEN ?::bigint END
            WHERE projection = ? AND version = ?""";

    private static final String REPARTITION = """
            UPDATE {schema}.projections p
            SET next_segments = ?,
                barrier = (SELECT max(c.position) FROM {schema}.projection_checkpoints c
                           WHERE c.projection = p.projection AND c.version = p.version)
            WHERE p.projection = ? AND p.version = ?""";

    private static final String END_REPARTITION = """
            SELECT {schema}.eventcore_end_repartition(?, ?)""";

    private static final String REMOVE = """
            WITH leases AS (DELETE FROM {schema}.projection_leases WHERE projection = ? AND version = ?),
                 checkpoints AS (DELETE FROM {schema}.projection_checkpoints WHERE projection = ? AND version = ?),
                 letters AS (DELETE FROM {schema}.dead_letters WHERE projection = ? AND version = ?)
            DELETE FROM {schema}.projections WHERE projection = ? AND version = ?""";

    private static final String FORGET_INSTANCES = """
            DELETE FROM {schema}.projection_instances WHERE projection = ? AND version = ?""";

    /** How long the work of an activation may let the database wait: it holds all versions still. */
    private static final Duration ACTIVATION_PAUSE = Duration.ofSeconds(30);

    private VersionTable() {}

    /** Makes a version known, and returns how many segments it has. In a transaction. */
    static int register(Connection connection, ProjectionId projection, int segments, long position)
            throws SQLException {
        if (execute(connection, INSERT, projection.name(), projection.version(), segments) == 1) {
            // An instance may have said that it is alive just after the version was removed.
            execute(connection, FORGET_INSTANCES, projection.name(), projection.version());
            query(connection, DIVIDE, row -> true, projection.name(), projection.version(), segments, position);
            return segments;
        }
        List<Integer> known =
                query(connection, SEGMENTS, row -> row.getInt(1), projection.name(), projection.version());
        return known.isEmpty() ? register(connection, projection, segments, position) : known.get(0);
    }

    /** Locks a version against everyone who changes more than one of its rows. Empty if it is not known. */
    static Optional<Integer> lock(Connection connection, ProjectionId projection) throws SQLException {
        return query(connection, LOCK, row -> row.getInt(1), projection.name(), projection.version()).stream()
                .findFirst();
    }

    /**
     * Locks a version, so that segments are opened one at a time.
     *
     * @return whether the read model is to be cleared
     * @throws LeaseLostException if the version is not known
     */
    static boolean lockToOpen(Connection connection, Lease lease) throws SQLException {
        ProjectionId projection = lease.projection();
        return query(
                        connection,
                        LOCK_TO_OPEN,
                        row -> row.getBoolean(1),
                        Rows.longestPause(lease.duration()),
                        projection.name(),
                        projection.version())
                .stream()
                .findFirst()
                .orElseThrow(() -> new LeaseLostException(lease));
    }

    static void cleared(Connection connection, ProjectionId projection) throws SQLException {
        execute(connection, CLEARED, projection.name(), projection.version());
    }

    /** The versions of one name. */
    record Versions(List<Integer> all, OptionalInt active) {
        boolean serves(int version) {
            return active.isPresent() && active.getAsInt() == version;
        }
    }

    /** Locks all versions of a name. */
    static Versions lockAll(Connection connection, String name) throws SQLException {
        record Version(int number, boolean active) {}
        List<Version> versions = query(
                connection,
                LOCK_ALL,
                row -> new Version(row.getInt(1), row.getBoolean(2)),
                Rows.longestPause(ACTIVATION_PAUSE),
                name);
        return new Versions(
                versions.stream().map(Version::number).toList(),
                versions.stream()
                        .filter(Version::active)
                        .mapToInt(Version::number)
                        .findFirst());
    }

    static void activate(Connection connection, ProjectionId projection) throws SQLException {
        execute(connection, DEACTIVATE, projection.name());
        execute(connection, ACTIVATE, projection.name(), projection.version());
    }

    /** A change of the number of segments that was under way happens where the segments are now. */
    static void reset(Connection connection, ProjectionId projection, long position, boolean clear)
            throws SQLException {
        execute(connection, RESET, clear, position, projection.name(), projection.version());
    }

    /** Begins a change of the number of segments, and ends it if all segments are at one position. */
    static boolean repartition(Connection connection, ProjectionId projection, int segments) throws SQLException {
        execute(connection, REPARTITION, segments, projection.name(), projection.version());
        query(connection, END_REPARTITION, row -> row.getBoolean(1), projection.name(), projection.version());
        return true;
    }

    static void remove(Connection connection, ProjectionId projection) throws SQLException {
        String name = projection.name();
        int version = projection.version();
        // An instance that renews its leases takes its own row first, then the leases.
        execute(connection, FORGET_INSTANCES, name, version);
        execute(connection, REMOVE, name, version, name, version, name, version, name, version);
    }
}

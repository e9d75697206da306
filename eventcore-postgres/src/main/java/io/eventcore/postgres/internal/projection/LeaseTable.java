package io.eventcore.postgres.internal.projection;

import static io.eventcore.postgres.internal.projection.Rows.execute;
import static io.eventcore.postgres.internal.projection.Rows.query;

import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The tables {@code projection_leases} and {@code projection_instances}: who runs which segment. */
final class LeaseTable {

    private static final String LEASE = """
            SELECT segments, held, tokens, until, share, active_version, active_position, letters_due
            FROM {schema}.eventcore_lease(?, ?, ?, make_interval(secs => ?))""";

    private static final String RELEASE = """
            UPDATE {schema}.projection_leases SET owner = NULL, leased_until = NULL
            WHERE projection = ? AND version = ? AND segment = ? AND token = ? AND owner = ?""";

    private static final String LEAVE = """
            WITH mine AS MATERIALIZED (
                SELECT segment FROM {schema}.projection_leases WHERE projection = ? AND version = ? AND owner = ?
                ORDER BY segment FOR UPDATE
            )
            UPDATE {schema}.projection_leases l SET owner = NULL, leased_until = NULL
            FROM mine m
            WHERE l.projection = ? AND l.version = ? AND l.segment = m.segment""";

    private static final String FORGET = """
            DELETE FROM {schema}.projection_instances WHERE projection = ? AND version = ? AND instance = ?""";

    private static final String REPORT = """
            UPDATE {schema}.projection_leases
            SET activity = ?, error = coalesce(?, error),
                error_at = CASE WHEN ?::pg_catalog.text IS NULL THEN error_at ELSE clock_timestamp() END
            WHERE projection = ? AND version = ? AND segment = ? AND token = ? AND owner = ?""";

    private static final String TAKE_BACK = """
            WITH mine AS MATERIALIZED (
                SELECT segment FROM {schema}.projection_leases WHERE projection = ? AND version = ?
                ORDER BY segment FOR UPDATE
            ), taken AS (
                UPDATE {schema}.projection_leases l
                SET owner = NULL, leased_until = NULL, token = nextval('{schema}.projection_tokens_seq')
                FROM mine m
                WHERE l.projection = ? AND l.version = ? AND l.segment = m.segment
                RETURNING l.segment, l.token
            )
            UPDATE {schema}.projection_checkpoints c SET token = t.token
            FROM taken t
            WHERE c.projection = ? AND c.version = ? AND c.segment = t.segment""";

    private static final double NANOS_PER_SECOND = 1e9;

    private LeaseTable() {}

    /** What an instance holds; empty if the projection is not known. */
    static Optional<Leases> lease(Connection connection, ProjectionId projection, String instance, Duration duration)
            throws SQLException {
        return query(
                        connection,
                        LEASE,
                        row -> leases(row, projection, instance, duration),
                        projection.name(),
                        projection.version(),
                        instance,
                        duration.toSeconds() + duration.toNanosPart() / NANOS_PER_SECOND)
                .get(0);
    }

    private static Optional<Leases> leases(ResultSet row, ProjectionId projection, String instance, Duration duration)
            throws SQLException {
        int segments = row.getInt(1);
        if (row.wasNull()) {
            return Optional.empty();
        }
        Integer[] held = (Integer[]) row.getArray(2).getArray();
        Long[] tokens = (Long[]) row.getArray(3).getArray();
        long barrier = row.getLong(4);
        long until = row.wasNull() ? Long.MAX_VALUE : barrier;
        List<Lease> leases = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            leases.add(new Lease(projection, new Segment(held[i], segments), instance, tokens[i], duration, until));
        }
        int active = row.getInt(6);
        boolean none = row.wasNull();
        return Optional.of(new Leases(
                leases,
                row.getInt(5),
                none ? OptionalInt.empty() : OptionalInt.of(active),
                none ? OptionalLong.empty() : OptionalLong.of(row.getLong(7)),
                row.getBoolean(8)));
    }

    static int release(Connection connection, Lease lease) throws SQLException {
        return execute(
                connection,
                RELEASE,
                lease.projection().name(),
                lease.projection().version(),
                lease.segment().number(),
                lease.token(),
                lease.owner());
    }

    /** In a transaction. */
    static int leave(Connection connection, ProjectionId projection, String instance) throws SQLException {
        String name = projection.name();
        int version = projection.version();
        execute(connection, FORGET, name, version, instance);
        return execute(connection, LEAVE, name, version, instance, name, version);
    }

    static int report(Connection connection, Lease lease, Activity activity, Optional<String> error)
            throws SQLException {
        String text = error.map(Rows::storable).orElse(null);
        return execute(
                connection,
                REPORT,
                activity.name(),
                text,
                text,
                lease.projection().name(),
                lease.projection().version(),
                lease.segment().number(),
                lease.token(),
                lease.owner());
    }

    /** Makes all leases of a version worthless. The caller has locked the version and its checkpoints. */
    static void takeBack(Connection connection, ProjectionId projection) throws SQLException {
        String name = projection.name();
        int version = projection.version();
        execute(connection, TAKE_BACK, name, version, name, version, name, version);
    }
}

package io.eventcore.postgres.internal.projection;

import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How all segments of all projections stand. */
final class SegmentStates {

    private static final String ALL = """
            SELECT p.projection, p.version, p.active, c.segment, p.segments, c.position, e.created_at,
                   CASE WHEN l.leased_until > clock_timestamp() THEN l.owner END, l.activity, l.error, l.error_at,
                   c.updated_at, coalesce(d.letters, 0)
            FROM {schema}.projections p
            JOIN {schema}.projection_checkpoints c ON c.projection = p.projection AND c.version = p.version
            JOIN {schema}.projection_leases l
              ON l.projection = c.projection AND l.version = c.version AND l.segment = c.segment
            LEFT JOIN LATERAL (
                SELECT e.created_at FROM {schema}.events e WHERE e.position > c.position ORDER BY e.position LIMIT 1
            ) e ON true
            LEFT JOIN (
                SELECT d.projection, d.version, {schema}.eventcore_segment(d.stream_id, p.segments) AS segment,
                       count(*) AS letters
                FROM {schema}.dead_letters d
                JOIN {schema}.projections p ON p.projection = d.projection AND p.version = d.version
                GROUP BY 1, 2, 3
            ) d ON d.projection = c.projection AND d.version = c.version AND d.segment = c.segment
            ORDER BY p.projection, p.version, c.segment""";

    private SegmentStates() {}

    static List<SegmentState> read(Connection connection) throws SQLException {
        return Rows.query(connection, ALL, SegmentStates::state);
    }

    private static SegmentState state(ResultSet row) throws SQLException {
        return new SegmentState(
                new ProjectionId(row.getString(1), row.getInt(2)),
                row.getBoolean(3),
                new Segment(row.getInt(4), row.getInt(5)),
                row.getLong(6),
                Rows.instant(row, 7),
                Optional.ofNullable(row.getString(8)),
                Activity.valueOf(row.getString(9)),
                Optional.ofNullable(row.getString(10)),
                Rows.instant(row, 11),
                Rows.instant(row, 12).orElseThrow(),
                row.getLong(13));
    }
}

package io.eventcore.postgres.internal.feed;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What stops the feed, or a projection, in the database itself: found by a look, and told by a sentence each. */
public final class FeedObstacles {

    /** An append takes milliseconds; one that takes longer waits for something that is not the feed's affair yet. */
    private static final Duration LONG = Duration.ofSeconds(10);

    private static final String REMEDY =
            "Run ALTER SEQUENCE events_position_seq INCREMENT 1 CACHE 1 NO CYCLE, then restart"
                    + " every process that appends: its sessions keep the numbers that they have cached. If it was set back, run"
                    + " SELECT setval('events_position_seq', max(position)) FROM events, and rebuild the projections that were up to"
                    + " date: they have passed the positions that were given out again.";

    /** What the feed raises, and what is told then. */
    static final String ALTERED_SEQUENCE = "EC004";

    static final String ALTERED =
            "The sequence events_position_seq was altered or set back, so the feed would skip events, and is refused. "
                    + REMEDY;

    private static final String SEQUENCE = """
            SELECT q.seqcache, q.seqincrement, q.seqcycle
            FROM pg_catalog.pg_sequence q
            WHERE q.seqrelid = to_regclass('{schema}.events_position_seq')
              AND (q.seqcache <> 1 OR q.seqincrement <> 1 OR q.seqcycle)""";

    /** The last position is looked at first: both only grow. */
    private static final String LAST_POSITION = "SELECT {schema}.eventcore_head()";

    private static final String SET_BACK = """
            SELECT coalesce(pg_sequence_last_value('{schema}.events_position_seq'::pg_catalog.regclass), 0)""";

    /** The condition on the locks is that of {@code eventcore_feed_page}. */
    private static final String FENCES = """
            SELECT w.pid, a.application_name, a.usename, a.state, p.gid, w.fence,
                   extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, p.prepared))::bigint
            FROM (
                SELECT l.virtualtransaction, max(l.pid) AS pid,
                       min(((l.classid::bigint & 65535) << 32) | l.objid::bigint) FILTER (WHERE l.locktype = 'advisory')
                           AS fence
                FROM pg_catalog.pg_locks l
                WHERE l.granted
                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())
                  AND CASE l.locktype
                          WHEN 'advisory' THEN l.objsubid = 1 AND l.mode = 'ShareLock'
                              AND l.classid::bigint >> 16 = '{schema}.events_position_seq'::pg_catalog.regclass::pg_catalog.oid::bigint & 32767
                          WHEN 'relation' THEN l.relation = '{schema}.events'::pg_catalog.regclass AND l.mode = 'RowExclusiveLock'
                          ELSE false
                      END
                GROUP BY l.virtualtransaction
                HAVING bool_or(l.locktype = 'relation')
            ) w
            LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = w.pid
            LEFT JOIN pg_catalog.pg_prepared_xacts p ON w.virtualtransaction = '-1/' || p.transaction::pg_catalog.text
            WHERE w.fence IS NOT NULL
              AND coalesce(a.xact_start, p.prepared) < clock_timestamp() - make_interval(secs => ?)
            ORDER BY w.fence""";

    private static final String LEASES = """
            SELECT l.projection, l.version, l.segment, l.owner, l.leased_until
            FROM {schema}.projection_leases l
            WHERE l.leased_until > clock_timestamp() + coalesce(l.leased_for, interval '10 minutes')
            ORDER BY l.projection, l.version, l.segment""";

    private FeedObstacles() {}

    /** Looks for all of them. The tables must be there. Locks nothing, and waits for nobody. */
    public static List<String> find(Connection connection) throws SQLException {
        List<String> found = new ArrayList<>();
        sequence(connection).ifPresent(found::add);
        setBack(connection).ifPresent(found::add);
        try (PreparedStatement statement = connection.prepareStatement(FENCES)) {
            statement.setLong(1, LONG.toSeconds());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(fence(row));
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(LEASES);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add("Segment " + row.getInt(3) + " of projection " + row.getString(1) + " v" + row.getInt(2)
                        + " is leased by '" + row.getString(4) + "' until " + row.getString(5)
                        + ", which is longer than the lease lasts: the server's clock went back, or somebody changed the row."
                        + " A runner of that projection shortens it; start one, or correct the row.");
            }
        }
        return found;
    }

    /** A sentence if the sequence of the positions was altered, so that the order of the events cannot be relied on. */
    public static Optional<String> sequence(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SEQUENCE);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(
                    "The sequence events_position_seq was altered to CACHE " + row.getLong(1) + ", INCREMENT "
                            + row.getLong(2) + (row.getBoolean(3) ? ", CYCLE" : "")
                            + ", so projections would skip events, and their feed is refused. " + REMEDY);
        }
    }

    private static Optional<String> setBack(Connection connection) throws SQLException {
        long last = number(connection, LAST_POSITION);
        long given = number(connection, SET_BACK);
        return given >= last
                ? Optional.empty()
                : Optional.of("The sequence events_position_seq was set back to " + given
                        + ", behind the last event's position, " + last
                        + ", so projections would skip events, and their feed is refused. " + REMEDY);
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String fence(ResultSet row) throws SQLException {
        String prepared = row.getString(5);
        String since = " holds the feed back after position " + row.getLong(6) + ", and so all projections, for "
                + row.getLong(7) + " s. ";
        if (prepared != null) {
            return "The prepared transaction '" + prepared + "'" + since
                    + "End it by COMMIT PREPARED or ROLLBACK PREPARED.";
        }
        int session = row.getInt(1);
        return "The append of session " + session + " (application '" + row.getString(2) + "', user '"
                + row.getString(3) + "', " + row.getString(4) + ")" + since
                + "Look for what it waits for; SELECT pg_terminate_backend(" + session + ") undoes it.";
    }
}

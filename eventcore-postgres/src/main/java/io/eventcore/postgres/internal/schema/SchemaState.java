package io.eventcore.postgres.internal.schema;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a database holds of EventCore's tables, functions and triggers.
 *
 * @param version the version that the database says it has; 0 if there is none
 * @param missing what should be there and is not, for example {@code function eventcore_append}
 */
public record SchemaState(int version, List<String> missing) {

    /**
     * Everything that the DDL files create and that an operation needs, seen as an operation sees it: by the search path.
     * A trigger counts if it fires.
     */
    private static final String LOOK = """
            WITH needed (kind, name) AS (VALUES
                ('table', 'eventcore_schema'),
                ('table', 'event_streams'),
                ('table', 'events'),
                ('table', 'projections'),
                ('table', 'projection_checkpoints'),
                ('table', 'projection_leases'),
                ('table', 'projection_instances'),
                ('table', 'dead_letters'),
                ('table', 'executed_commands'),
                ('table', 'stream_snapshots'),
                ('function', 'eventcore_append'),
                ('function', 'eventcore_append_once'),
                ('function', 'eventcore_feed'),
                ('function', 'eventcore_feed_page'),
                ('function', 'eventcore_head'),
                ('function', 'eventcore_segment'),
                ('function', 'eventcore_due_streams'),
                ('function', 'eventcore_divide'),
                ('function', 'eventcore_end_repartition'),
                ('function', 'eventcore_lease'),
                ('function', 'eventcore_fence_key'),
                ('function', 'eventcore_refuse_change'),
                ('trigger', 'events_are_immutable')
            )
            SELECT n.kind || ' ' || n.name
            FROM needed n
            WHERE NOT CASE n.kind
                WHEN 'table' THEN to_regclass(n.name) IS NOT NULL
                WHEN 'function' THEN EXISTS (
                    SELECT FROM pg_proc p WHERE p.proname = n.name AND pg_function_is_visible(p.oid))
                WHEN 'trigger' THEN EXISTS (
                    SELECT FROM pg_trigger t
                    WHERE t.tgname = n.name AND t.tgrelid = to_regclass('events') AND t.tgenabled IN ('O', 'A'))
            END""";

    /** Copies the list. */
    public SchemaState {
        missing = List.copyOf(missing);
    }

    /** The version that this EventCore works with. */
    public static int expectedVersion() {
        return Schema.latestVersion();
    }

    /** Looks, in the search path of this connection. Locks nothing. */
    public static SchemaState of(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(LOOK)) {
                while (rows.next()) {
                    missing.add(rows.getString(1));
                }
            }
            int version = 0;
            if (!missing.contains("table eventcore_schema")) {
                try (ResultSet row = statement.executeQuery("SELECT coalesce(max(version), 0) FROM eventcore_schema")) {
                    row.next();
                    version = row.getInt(1);
                }
            }
            return new SchemaState(version, missing);
        }
    }
}

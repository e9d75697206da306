package io.eventcore.postgres.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
     * Everything that the DDL files create and that an operation needs, in the store's schema. A trigger counts if it
     * fires.
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
                ('function', 'eventcore_forget_absent'),
                ('function', 'eventcore_feed'),
                ('function', 'eventcore_feed_page'),
                ('function', 'eventcore_head'),
                ('function', 'eventcore_segment'),
                ('function', 'eventcore_due_streams'),
                ('function', 'eventcore_divide'),
                ('function', 'eventcore_end_repartition'),
                ('function', 'eventcore_lease'),
                ('function', 'eventcore_end_work'),
                ('function', 'eventcore_event_before'),
                ('function', 'eventcore_move_checkpoint'),
                ('function', 'eventcore_fence_key'),
                ('function', 'eventcore_refuse_change'),
                ('trigger', 'events_are_immutable')
            )
            SELECT n.kind || ' ' || n.name
            FROM needed n
            WHERE NOT CASE n.kind
                WHEN 'table' THEN to_regclass('{schema}.' || n.name) IS NOT NULL
                WHEN 'function' THEN EXISTS (
                    SELECT FROM pg_catalog.pg_proc p WHERE p.proname = n.name AND p.pronamespace = to_regnamespace('{schema}'))
                WHEN 'trigger' THEN EXISTS (
                    SELECT FROM pg_catalog.pg_trigger t
                    WHERE t.tgname = n.name AND t.tgrelid = to_regclass('{schema}.events') AND t.tgenabled IN ('O', 'A'))
            END""";

    private static final String VERSION = "SELECT coalesce(max(version), 0) FROM {schema}.eventcore_schema";

    /** Copies the list. */
    public SchemaState {
        missing = List.copyOf(missing);
    }

    /** The version that this EventCore works with. */
    public static int expectedVersion() {
        return Schema.latestVersion();
    }

    /** Looks, in the schema that this connection knows. Locks nothing. */
    public static SchemaState of(Connection connection) throws SQLException {
        List<String> missing = new ArrayList<>();
        try (PreparedStatement look = connection.prepareStatement(LOOK);
                ResultSet rows = look.executeQuery()) {
            while (rows.next()) {
                missing.add(rows.getString(1));
            }
        }
        if (missing.contains("table eventcore_schema")) {
            return new SchemaState(0, missing);
        }
        try (PreparedStatement look = connection.prepareStatement(VERSION);
                ResultSet row = look.executeQuery()) {
            row.next();
            return new SchemaState(row.getInt(1), missing);
        }
    }
}

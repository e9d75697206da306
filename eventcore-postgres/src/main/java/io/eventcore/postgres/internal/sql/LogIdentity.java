package io.eventcore.postgres.internal.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What a connection leads to. Any role may ask for all of it.
 *
 * @param system the identifier that {@code initdb} gave to the server's data; a standby and a copy have the same
 * @param timeline eight hexadecimal digits, which grow by one with each promotion; empty on a server in recovery
 * @param started when the server was started
 * @param crashed when the server's statistics were last discarded: a crash does that also where the postmaster lives on
 * @param database its number, which another database of the same name does not have
 * @param events the number of the table, which a restored one does not have; empty if there is none
 */
record LogIdentity(
        long system,
        Optional<String> timeline,
        OffsetDateTime started,
        Optional<OffsetDateTime> crashed,
        long database,
        Optional<Long> events) {

    // A temporary table, or one of an application's own, is not the store's: then nothing is said of it.
    // Not pg_control_checkpoint(), which shows the timeline of before for a while after a promotion.
    private static final String LOOK = """
            SELECT (pg_control_system()).system_identifier,
                   CASE WHEN NOT pg_is_in_recovery()
                        THEN left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END,
                   pg_postmaster_start_time(),
                   pg_stat_get_bgwriter_stat_reset_time(),
                   (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = current_database())::bigint,
                   (SELECT c.oid
                    FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_class s ON s.relnamespace = c.relnamespace AND s.relname = 'eventcore_schema'
                    WHERE c.oid = to_regclass('events') AND c.relpersistence <> 't')::bigint""";

    static LogIdentity of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOOK)) {
            row.next();
            return new LogIdentity(
                    row.getLong(1),
                    Optional.ofNullable(row.getString(2)),
                    row.getObject(3, OffsetDateTime.class),
                    Optional.ofNullable(row.getObject(4, OffsetDateTime.class)),
                    row.getLong(5),
                    Optional.ofNullable(row.getObject(6, Long.class)));
        }
    }

    boolean isStandby() {
        return timeline.isEmpty();
    }

    /** Whether nothing that is remembered of the one may be missing in the other. A table that is new holds nothing yet. */
    boolean isSameLogAs(LogIdentity other) {
        return system == other.system
                && database == other.database
                && timeline.equals(other.timeline)
                && started.equals(other.started)
                && crashed.equals(other.crashed)
                && (events.isEmpty() || other.events.isEmpty() || events.equals(other.events));
    }

    @Override
    public String toString() {
        return timeline.map(number -> "timeline " + Long.parseLong(number, 16)).orElse("a standby") + " of system "
                + Long.toUnsignedString(system) + ", database " + database + ", started " + started.toInstant();
    }
}

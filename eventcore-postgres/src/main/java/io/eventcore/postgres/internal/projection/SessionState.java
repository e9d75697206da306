package io.eventcore.postgres.internal.projection;

import io.eventcore.Lease;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Which transaction was begun, and how its session was set then. What a projection sets outlives its transaction, and meets
 * whoever gets the connection next: so it is set back before the commit.
 *
 * @param transaction its number
 * @param values of {@link #SETTINGS}, in their order
 */
record SessionState(String transaction, List<String> values) {

    /**
     * What changes the meaning, the rights, the durability or the time-outs of the statements that follow. The user comes
     * first, for only he may set the rest back.
     */
    static final List<String> SETTINGS = List.of(
            "session_authorization",
            "role",
            "search_path",
            "session_replication_role",
            "row_security",
            "synchronous_commit",
            "default_transaction_isolation",
            "default_transaction_read_only",
            "default_transaction_deferrable",
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "timezone",
            "datestyle",
            "intervalstyle",
            "bytea_output",
            "extra_float_digits",
            "client_encoding",
            "standard_conforming_strings",
            "client_min_messages",
            "application_name",
            "default_tablespace",
            "work_mem",
            "enable_seqscan",
            "enable_indexscan",
            "plan_cache_mode",
            "jit");

    /** Gives the transaction its number, if it has none. Its one parameter is the array of the settings' names. */
    static final String CAPTURE = """
            SELECT pg_current_xact_id()::pg_catalog.text,
                   ARRAY(SELECT coalesce(current_setting(s.name), '')
                         FROM unnest(?::pg_catalog.text[]) WITH ORDINALITY AS s (name, nr) ORDER BY s.nr)""";

    /**
     * All names are those of the system's own schema, for the search path may be any here. Only a superuser may set the one
     * setting, also to what it is.
     */
    private static final String RESTORE = """
            SELECT pg_catalog.count(pg_catalog.set_config(s.name, s.value, false))
            FROM ROWS FROM (pg_catalog.unnest(?::pg_catalog.text[]), pg_catalog.unnest(?::pg_catalog.text[]))
                     AS s (name, value)
            WHERE (?::pg_catalog.bool
                   AND (s.name OPERATOR(pg_catalog.<>) 'session_replication_role'
                        OR pg_catalog.current_setting('is_superuser') OPERATOR(pg_catalog.=) 'on')
                   OR pg_catalog.current_setting(s.name) OPERATOR(pg_catalog.<>) s.value)""";

    /** The rest of the work still loses its session when it is silent for too long. */
    private static final String RESTORE_WITHIN =
            RESTORE + " AND s.name OPERATOR(pg_catalog.<>) 'idle_in_transaction_session_timeout'";

    private static final int RESTORE_PARAMETERS = 3;

    /** One round trip. A statement that fails keeps the server from those after it. */
    private static final String COMMIT = RESTORE + "; SELECT {schema}.eventcore_end_work(?); COMMIT";

    private static final String MOVE_AND_COMMIT =
            RESTORE + "; SELECT {schema}.eventcore_move_checkpoint(?, ?, ?, ?, ?, ?, ?); COMMIT";

    SessionState {
        values = List.copyOf(values);
    }

    /** Begins a transaction. */
    static SessionState begin(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CAPTURE)) {
            statement.setArray(1, names(connection));
            try (ResultSet row = statement.executeQuery()) {
                return read(row);
            }
        }
    }

    static java.sql.Array names(Connection connection) throws SQLException {
        return connection.createArrayOf("text", SETTINGS.toArray());
    }

    /** Reads what {@link #CAPTURE} returns. */
    static SessionState read(ResultSet row) throws SQLException {
        row.next();
        return new SessionState(
                row.getString(1), List.of((String[]) row.getArray(2).getArray()));
    }

    /** Sets the session back, so that the store's own statements find their tables. */
    void restore(Connection connection) throws SQLException {
        end(connection, RESTORE_WITHIN, true);
    }

    /**
     * Sets the session back, and commits.
     *
     * @param settingsTouched whether a setting may hide another one that is only the transaction's
     * @throws SQLException also if the transaction is aborted, or is another one than was begun
     */
    void commit(Connection connection, boolean settingsTouched) throws SQLException {
        end(connection, COMMIT, settingsTouched, transaction);
    }

    /** As {@link #commit}, and moves a checkpoint just before. */
    void moveAndCommit(Connection connection, boolean settingsTouched, Lease lease, long from, long to)
            throws SQLException {
        end(
                connection,
                MOVE_AND_COMMIT,
                settingsTouched,
                lease.projection().name(),
                lease.projection().version(),
                lease.segment().number(),
                lease.token(),
                from,
                to,
                transaction);
    }

    private void end(Connection connection, String sql, boolean settingsTouched, Object... more) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, names(connection));
            statement.setArray(2, connection.createArrayOf("text", values.toArray()));
            statement.setBoolean(RESTORE_PARAMETERS, settingsTouched);
            for (int i = 0; i < more.length; i++) {
                statement.setObject(RESTORE_PARAMETERS + 1 + i, more[i]);
            }
            statement.execute();
        }
    }
}

package io.eventcore.postgres.internal.pool;

import io.eventcore.ConfigurationException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * Finds out whether a pooler stands between this process and PostgreSQL that gives a server's session to others between
 * two transactions. There the settings of a session, as the isolation of appends and the query time-out, land on the
 * sessions of others.
 */
public final class PoolerCheck {

    private static final int ROUNDS = 3;

    private static final String BACKEND = "SELECT pg_catalog.pg_backend_pid()";

    private PoolerCheck() {}

    /** Opens a second connection to the same place. */
    @FunctionalInterface
    public interface Opening {
        /** Opens it. */
        Connection open() throws SQLException;
    }

    /** Whether somebody other than PostgreSQL answered: the driver was given another number than the server's own. */
    static boolean isAnsweredByAnother(Connection connection, int backend) throws SQLException {
        return connection.isWrapperFor(PGConnection.class)
                && connection.unwrap(PGConnection.class).getBackendPID() != backend;
    }

    /**
     * Looks, if there is a pooler at all, by a second connection. A session of its own keeps its number, and no other
     * connection gets the same one meanwhile.
     *
     * @throws ConfigurationException if the connection has no session of its own
     */
    public static void check(Connection connection, Opening second) throws SQLException {
        int own = backend(connection);
        if (!isAnsweredByAnother(connection, own)) {
            return;
        }
        try (Connection other = second.open()) {
            boolean autoCommit = other.getAutoCommit();
            for (int round = 0; round < ROUNDS; round++) {
                other.setAutoCommit(false);
                boolean shared = backend(other) == own;
                boolean moved = backend(connection) != own;
                other.rollback();
                other.setAutoCommit(autoCommit);
                if (shared || moved) {
                    throw new ConfigurationException("A connection pooler (such as PgBouncer) stands before PostgreSQL"
                            + " and gives each transaction another session, so that settings and prepared statements of a"
                            + " connection reach the wrong one. Connect to PostgreSQL directly, or let the pooler keep a"
                            + " session for each connection of this user (PgBouncer: pool_mode = session); the store pools"
                            + " connections itself and needs few.");
                }
            }
        }
    }

    private static int backend(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BACKEND)) {
            row.next();
            return row.getInt(1);
        }
    }
}

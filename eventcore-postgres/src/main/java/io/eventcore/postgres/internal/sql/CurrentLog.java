package io.eventcore.postgres.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Connections that lead to the log of now: one that was opened to another log is dropped, and the next one taken. Thread-safe.
 */
public final class CurrentLog implements ConnectionSource {

    /** More than any pool holds. */
    private static final int MOST_OF_ANOTHER_LOG = 1_000;

    private final ConnectionSource source;
    private final LogWatch watch;

    /** Takes the connections of this source. */
    public CurrentLog(ConnectionSource source, LogWatch watch) {
        this.source = source;
        this.watch = watch;
    }

    @Override
    public Connection open() throws SQLException {
        for (int stale = 0; stale < MOST_OF_ANOTHER_LOG; stale++) {
            Connection connection = source.open();
            try {
                if (watch.accepts(connection)) {
                    return connection;
                }
            } catch (SQLException | RuntimeException | Error failure) {
                closeForGood(connection, failure);
                throw failure;
            }
            source.discard(connection);
            connection.close();
        }
        throw new SQLTransientConnectionException("the pool gives only connections to another log", "08006");
    }

    private void closeForGood(Connection connection, Throwable failure) {
        try (connection) {
            source.discard(connection);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void discard(Connection connection) throws SQLException {
        source.discard(connection);
    }

    @Override
    public boolean isClosed() {
        return source.isClosed();
    }

    @Override
    public void close() {
        source.close();
    }
}

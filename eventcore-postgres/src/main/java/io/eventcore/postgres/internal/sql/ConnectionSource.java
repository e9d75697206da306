package io.eventcore.postgres.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from: the store's own pool, or a data source of the application's. */
@FunctionalInterface
public interface ConnectionSource extends AutoCloseable {

    /**
     * A connection in autocommit. Closing it gives it back. Blocks as long as the source lets its callers wait.
     *
     * @throws PoolExhaustedException if all connections are in use
     * @throws SQLException if there is none
     */
    Connection open() throws SQLException;

    /** Keeps a connection from being given out again. It is still to be closed. */
    default void discard(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    /** Whether it was closed; then every failure of a connection comes from that. */
    default boolean isClosed() {
        return false;
    }

    /** Closes the connections, if they are the store's own. */
    @Override
    default void close() {}
}

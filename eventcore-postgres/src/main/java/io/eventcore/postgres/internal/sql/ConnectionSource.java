package io.eventcore.postgres.internal.sql;

import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.LoggerFactory;

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

    /**
     * Ends a connection that may be broken, or in the middle of an answer, so that nobody else gets it. Does not wait for
     * the server. Throws nothing.
     */
    default void discard(Connection connection) {
        try (connection) {
            connection.abort(Runnable::run);
            // A pool that does not know by now notices that it is broken.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        } catch (Throwable e) { // an old driver has no abort
            LoggerFactory.getLogger(ConnectionSource.class).debug("A broken connection was ended.", e);
        }
    }

    /** Whether it was closed; then every failure of a connection comes from that. */
    default boolean isClosed() {
        return false;
    }

    /** Closes the connections, if they are the store's own. */
    @Override
    default void close() {}
}

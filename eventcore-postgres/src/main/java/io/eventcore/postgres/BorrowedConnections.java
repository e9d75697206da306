package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.postgres.internal.pool.PoolerCheck;
import io.eventcore.postgres.internal.sql.ConnectionSource;
import io.eventcore.postgres.internal.sql.ServerText;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections of the application's own, which it configures and closes itself. */
final class BorrowedConnections implements ConnectionSource {

    private static final int OLDEST_VERSION = 15;

    private final DataSource dataSource;
    private volatile boolean closed;

    private BorrowedConnections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Tries a connection, for what is wrong with one would show late and far away.
     *
     * @throws ConfigurationException if it is not as the store needs it
     * @throws StoreUnavailableException if there is none
     */
    static BorrowedConnections of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            refuseUnless(
                    connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")
                            && connection.getMetaData().getDatabaseMajorVersion() >= OLDEST_VERSION,
                    "lead to PostgreSQL " + OLDEST_VERSION + " or newer, not to "
                            + connection.getMetaData().getDatabaseProductName() + " "
                            + connection.getMetaData().getDatabaseProductVersion());
            refuseUnless(connection.getAutoCommit(), "come in autocommit");
            refuseUnless(
                    connection.getTransactionIsolation() == Connection.TRANSACTION_READ_COMMITTED,
                    "come in READ COMMITTED, for the feed cannot be read with an older snapshot");
            PoolerCheck.check(connection, dataSource::getConnection);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "The data source has no connection to give: " + ServerText.of(e), ServerText.cleaned(e));
        }
        return new BorrowedConnections(dataSource);
    }

    private static void refuseUnless(boolean condition, String rule) {
        if (!condition) {
            throw new ConfigurationException("The connections of the data source must " + rule + ".");
        }
    }

    @Override
    public Connection open() throws SQLException {
        if (closed) {
            throw new StoreClosedException("The store was closed; it takes no more work.");
        }
        return dataSource.getConnection();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** The data source stays open. */
    @Override
    public void close() {
        closed = true;
    }
}

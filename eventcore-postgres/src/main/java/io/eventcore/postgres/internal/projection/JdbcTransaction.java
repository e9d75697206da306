package io.eventcore.postgres.internal.projection;

import io.eventcore.ConfigurationException;
import io.eventcore.EventReference;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionTransaction;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;

/** A transaction on a connection, as projections see it. */
final class JdbcTransaction implements ProjectionTransaction, AutoCloseable {

    private final Connection connection;
    private final ProjectionId projection;
    private boolean ended;

    JdbcTransaction(Connection connection, ProjectionId projection) {
        this.connection = connection;
        this.projection = projection;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        refuseIfEnded();
        if (type.isInstance(connection)) {
            return type.cast(connection);
        }
        throw new ConfigurationException(
                "A unit of work on PostgreSQL is a java.sql.Connection, not a " + type.getName() + ".");
    }

    @Override
    public void parkFailed(EventReference event, String error, int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException(
                    "An event that failed was tried at least once, not " + attempts + " times.");
        }
        change(() -> DeadLetterTable.parkFailed(connection, projection, event, error, attempts));
    }

    @Override
    public void parkBehind(EventReference event) {
        change(() -> DeadLetterTable.parkBehind(connection, projection, event));
    }

    @Override
    public void unpark(long position) {
        change(() -> DeadLetterTable.remove(connection, projection, position));
    }

    private void change(Change change) {
        refuseIfEnded();
        try {
            change.make();
        } catch (SQLException e) {
            throw SqlErrors.translate(e, "changing the dead letters of projection " + projection);
        }
    }

    private void refuseIfEnded() {
        if (ended) {
            throw new IllegalStateException("The transaction has ended; it is valid only during the call.");
        }
    }

    @Override
    public void close() {
        ended = true;
    }

    @FunctionalInterface
    private interface Change {
        void make() throws SQLException;
    }
}

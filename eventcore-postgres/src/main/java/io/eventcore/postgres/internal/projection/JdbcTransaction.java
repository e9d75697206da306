package io.eventcore.postgres.internal.projection;

import io.eventcore.ConfigurationException;
import io.eventcore.EventCoreException;
import io.eventcore.EventReference;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionTransaction;
import io.eventcore.postgres.internal.sql.SqlErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A transaction on a connection, as projections see it. */
final class JdbcTransaction implements ProjectionTransaction {

    private final Connection connection;
    private final GuardedConnection guard;
    private final SessionState session;
    private final ProjectionId projection;
    private final long position;
    private boolean ended;

    /**
     * A transaction that has begun.
     *
     * @param position where the projection is before it
     */
    JdbcTransaction(Connection connection, SessionState session, ProjectionId projection, long position)
            throws SQLException {
        this.connection = connection;
        this.guard = new GuardedConnection(connection);
        this.session = session;
        this.projection = projection;
        this.position = position;
    }

    GuardedConnection guard() {
        return guard;
    }

    SessionState session() {
        return session;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        refuseIfEnded();
        if (type.isAssignableFrom(Connection.class)) {
            return type.cast(guard.connection());
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
            if (guard.takeUsed()) {
                session.restore(connection);
            }
            change.make();
        } catch (SQLException e) {
            throw explain(e)
                    .orElseGet(() -> SqlErrors.translate(e, "changing the dead letters of projection " + projection));
        }
    }

    /** A sentence, if a statement of the store's own failed because of what the projection did before. */
    Optional<EventCoreException> explain(SQLException failure) {
        return BrokenWork.explain(failure, guard, projection, position);
    }

    private void refuseIfEnded() {
        if (ended) {
            throw new IllegalStateException("The transaction has ended; it is valid only during the call.");
        }
    }

    /** It is not valid any more. */
    void end() throws SQLException {
        ended = true;
        guard.end();
    }

    @FunctionalInterface
    private interface Change {
        void make() throws SQLException;
    }
}

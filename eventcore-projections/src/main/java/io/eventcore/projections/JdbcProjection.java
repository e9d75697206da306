package io.eventcore.projections;

import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A projection whose read model lives in the store's own database. It writes through the connection on which the
 * checkpoint moves, so read model and checkpoint are committed together.
 *
 * <p>It must not commit, roll back or close the connection. Only stores that work over JDBC can run it; others stop it
 * with a {@link io.eventcore.ConfigurationException} as the cause.
 *
 * @param <E> the root of the events that it wants
 */
public interface JdbcProjection<E> extends Projection<E> {

    /**
     * Creates the projection's tables, if they are missing; see {@link Projection#initialize(UnitOfWork)}.
     *
     * @throws SQLException stops the runner
     */
    default void initialize(Connection connection) throws SQLException {}

    /**
     * Applies one event.
     *
     * @throws SQLException stops the runner in front of this event
     */
    void apply(StoredEvent<E> event, Connection connection) throws SQLException;

    @Override
    default void initialize(UnitOfWork unit) throws Exception {
        initialize(unit.unwrap(Connection.class));
    }

    @Override
    default void apply(StoredEvent<E> event, UnitOfWork unit) throws Exception {
        apply(event, unit.unwrap(Connection.class));
    }
}

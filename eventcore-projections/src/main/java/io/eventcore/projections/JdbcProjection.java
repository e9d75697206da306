package io.eventcore.projections;

import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.sql.Connection;
import java.util.List;

/**
 * A projection whose read model lives in the store's own database. It writes through the connection on which the
 * checkpoint moves, so read model and checkpoint are committed together.
 *
 * <p>The connection refuses what would end or alter the transaction, and the event fails then, also if the exception is
 * caught. The same holds for a statement that fails and is caught, unless it is undone by a savepoint. Only stores that work over JDBC can run it; others stop it
 * with a {@link io.eventcore.ConfigurationException} as the cause.
 *
 * @param <E> the root of the events that it wants
 */
public interface JdbcProjection<E> extends Projection<E> {

    /**
     * Creates the projection's tables, if they are missing; see {@link Projection#initialize(UnitOfWork)}.
     *
     * @param connection the one whose transaction the store commits
     * @throws Exception stops the runner
     */
    default void initialize(Connection connection) throws Exception {}

    /**
     * Empties the projection's tables; see {@link Projection#clear(UnitOfWork)}.
     *
     * @param connection the one whose transaction the store commits
     * @throws Exception stops the runner
     */
    default void clear(Connection connection) throws Exception {
        throw Unclearable.of(this);
    }

    /**
     * Switches the readers to this version; see {@link Projection#activate(UnitOfWork)}.
     *
     * @param connection the one whose transaction notes the switch
     * @throws Exception stops the runner
     */
    default void activate(Connection connection) throws Exception {}

    /**
     * Applies one event.
     *
     * @param event the next event
     * @param connection the one on which the checkpoint moves; its transaction usually covers several events
     * @throws Exception undoes the transaction
     */
    void apply(StoredEvent<E> event, Connection connection) throws Exception;

    /**
     * Applies several events, one by one unless overridden; see {@link Projection#applyBatch(List, UnitOfWork)}.
     *
     * @param events at least one, in order
     * @param connection the one on which the checkpoint moves
     * @throws Exception undoes the transaction
     */
    default void applyBatch(List<StoredEvent<E>> events, Connection connection) throws Exception {
        for (StoredEvent<E> event : events) {
            apply(event, connection);
        }
    }

    @Override
    default void initialize(UnitOfWork unit) throws Exception {
        initialize(unit.unwrap(Connection.class));
    }

    @Override
    default void clear(UnitOfWork unit) throws Exception {
        clear(unit.unwrap(Connection.class));
    }

    @Override
    default void activate(UnitOfWork unit) throws Exception {
        activate(unit.unwrap(Connection.class));
    }

    @Override
    default void apply(StoredEvent<E> event, UnitOfWork unit) throws Exception {
        apply(event, unit.unwrap(Connection.class));
    }

    @Override
    default void applyBatch(List<StoredEvent<E>> events, UnitOfWork unit) throws Exception {
        applyBatch(events, unit.unwrap(Connection.class));
    }
}

package io.eventcore.projections;

import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.util.List;

/**
 * A projection whose target is not the store's database: a search engine, a message broker, a mail server. Events are
 * applied first, outside of any transaction, and then the checkpoint moves.
 *
 * <p>Each event comes <em>at least once</em>: after a crash, or when a batch failed, events come again. Make the target
 * idempotent by the event's {@link StoredEvent#id()}: use it as the key. The position does not do: after the promotion of a
 * standby that was behind, or a restore, other events have the positions of lost ones, and events into which an upcaster has
 * split a stored one share theirs. The calls may take long; the lease is renewed meanwhile.
 *
 * @param <E> the root of the events that it wants
 */
public interface ExternalProjection<E> extends Projection<E> {

    /**
     * Applies one event.
     *
     * @param event the next event; it may come again
     * @param delivery who delivers, with the fencing token by which the target can refuse one that has been replaced
     * @throws Exception the checkpoint does not move; what happens then says the {@link FailurePolicy}
     */
    void apply(StoredEvent<E> event, Delivery delivery) throws Exception;

    /**
     * Applies several events, one by one unless overridden; see {@link Projection#applyBatch(List, UnitOfWork)}.
     *
     * @param events at least one, in order
     * @param delivery who delivers them
     * @throws Exception the checkpoint does not move
     */
    default void applyBatch(List<StoredEvent<E>> events, Delivery delivery) throws Exception {
        for (StoredEvent<E> event : events) {
            apply(event, delivery);
        }
    }

    @Override
    default void apply(StoredEvent<E> event, UnitOfWork unit) throws Exception {
        apply(event, unit.unwrap(Delivery.class));
    }

    @Override
    default void applyBatch(List<StoredEvent<E>> events, UnitOfWork unit) throws Exception {
        applyBatch(events, unit.unwrap(Delivery.class));
    }
}

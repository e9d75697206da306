package io.eventcore.projections;

import io.eventcore.EventFilter;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;

/**
 * Turns events into a read model. A {@link ProjectionRunner} hands it the events in global order, on one thread at a
 * time.
 *
 * <p>What it writes through the unit of work is committed together with the checkpoint, so each event takes effect
 * exactly once. What it writes elsewhere may be written again after a failure: make that idempotent, by the event's
 * position or id.
 *
 * @param <E> the root of the events that it wants; events of other families are passed over
 */
public interface Projection<E> {

    /**
     * The name under which the checkpoint is kept. It must not change: under a new name the projection starts from the
     * first event.
     */
    String name();

    /** Which events to read; all unless overridden. It is asked for once per run. */
    default EventFilter filter() {
        return EventFilter.all();
    }

    /**
     * Prepares the target, for example creates its table. Called at the start of every run before the first event,
     * and again after an outage of the storage, in a transaction of its own: it must be safe to repeat
     * ({@code CREATE TABLE IF NOT EXISTS}).
     *
     * <p>Processes that start at the same time each call it. A store whose transactions lock the checkpoint (as
     * PostgreSQL's do) lets them in one after the other.
     *
     * @throws Exception stops the runner; its transaction is undone
     */
    default void initialize(UnitOfWork unit) throws Exception {}

    /**
     * Applies one event. Called again for the same event when its transaction was undone.
     *
     * @param event the next event
     * @param unit the transaction in which the checkpoint moves; it usually covers several events
     * @throws Exception stops the runner in front of this event; what came before it is kept
     */
    void apply(StoredEvent<E> event, UnitOfWork unit) throws Exception;

    /**
     * The root of the events. It is read from the type arguments of the class; a projection whose class leaves
     * {@code E} open says it here.
     *
     * @throws IllegalStateException if the class leaves {@code E} open
     */
    default Class<?> eventType() {
        return ProjectionEventType.OF.get(getClass());
    }
}

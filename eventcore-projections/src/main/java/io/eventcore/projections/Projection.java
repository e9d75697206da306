package io.eventcore.projections;

import io.eventcore.EventFilter;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.util.List;

/**
 * Turns events into a read model. A {@link ProjectionRunner} hands it the events in global order (with several segments:
 * those of each stream in order), on one thread per segment.
 *
 * <p>What it writes through the unit of work is committed together with the checkpoint, so each event takes effect
 * exactly once. A target outside of the store is for an {@link ExternalProjection}, a small model in memory for an
 * {@link InMemoryProjection}.
 *
 * @param <E> the root of the events that it wants; events of other families are passed over
 */
public interface Projection<E> {

    /**
     * {@return the name under which the checkpoint is kept, 1 to 255 characters} It must not change: under a new name
     * the projection starts from the first event.
     */
    String name();

    /**
     * {@return the version of the read model; 1 unless overridden} A higher version has checkpoints of its own and
     * starts from the first event, while the lower one still answers. When it is no longer behind, {@link #activate} is
     * called.
     */
    default int version() {
        return 1;
    }

    /**
     * {@return which events to read; all unless overridden} It is asked for once per run. The name of a type finds
     * events that were stored under its aliases too, and those out of which upcasters make events of this type.
     */
    default EventFilter filter() {
        return EventFilter.all();
    }

    /**
     * {@return whether events whose type no registered class claims are passed over; false unless overridden: they fail
     * as events that cannot be decoded} Meant for a projection that runs where not all event types of the store are
     * known. A projection that names the types it wants in its {@link #filter()} meets no others anyway. It is asked
     * for once per run.
     */
    default boolean ignoresUnknownTypes() {
        return false;
    }

    /**
     * Prepares the target, for example creates its table. Called for each segment at the start of every run before the
     * first event, and again after an outage of the storage: it must be safe to repeat
     * ({@code CREATE TABLE IF NOT EXISTS}).
     *
     * <p>Processes that start at the same time each call it; the store lets them in one after the other.
     *
     * @param unit a transaction of its own, in which no event is applied
     * @throws Exception stops the runner; its transaction is undone
     */
    default void initialize(UnitOfWork unit) throws Exception {}

    /**
     * Empties the read model, because it will be built anew from another position ({@link ProjectionAdmin#reset}).
     * Called after {@link #initialize}, once over all segments.
     *
     * @param unit the transaction of {@link #initialize}
     * @throws Exception stops the runner; its transaction is undone. Unless overridden it always throws: applying
     *     events again to a model that still has them would make it wrong
     */
    default void clear(UnitOfWork unit) throws Exception {
        throw Unclearable.of(this);
    }

    /**
     * Switches the readers to this version, for example replaces a view. Called as soon as the version is not behind
     * the older one that readers see now, which is held still meanwhile, or at once if there is none. Called again only
     * if a newer version has replaced this one and was then removed ({@link ProjectionAdmin#removeActive}).
     *
     * @param unit the transaction that notes the switch
     * @throws Exception stops the runner; its transaction is undone
     */
    default void activate(UnitOfWork unit) throws Exception {}

    /**
     * Applies one event. Called again for the same event when its transaction was undone.
     *
     * @param event the next event
     * @param unit the transaction in which the checkpoint moves; it usually covers several events
     * @throws Exception undoes the transaction; what happens then says the {@link FailurePolicy}
     */
    void apply(StoredEvent<E> event, UnitOfWork unit) throws Exception;

    /**
     * Applies several events in one transaction, one by one unless overridden. A projection that works by batches
     * overrides this. When a batch fails, its events come again one by one, as batches of one.
     *
     * @param events at least one, in order
     * @param unit the transaction in which the checkpoint moves
     * @throws Exception undoes the transaction
     */
    default void applyBatch(List<StoredEvent<E>> events, UnitOfWork unit) throws Exception {
        for (StoredEvent<E> event : events) {
            apply(event, unit);
        }
    }

    /**
     * {@return the root of the events} It is read from the type arguments of the class; a projection whose class leaves
     * {@code E} open says it here.
     *
     * @throws IllegalStateException if the class leaves {@code E} open
     */
    default Class<?> eventType() {
        return ProjectionEventType.OF.get(getClass());
    }
}

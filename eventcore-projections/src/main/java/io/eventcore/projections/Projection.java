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
     * The name under which the checkpoint is kept, 1 to 255 characters. It must not change: under a new name the
     * projection starts from the first event.
     */
    String name();

    /**
     * The version of the read model; 1 unless overridden. A higher version has checkpoints of its own and starts from the
     * first event, while the lower one still answers. When it is no longer behind, {@link #activate} is called.
     */
    default int version() {
        return 1;
    }

    /** Which events to read; all unless overridden. It is asked for once per run. */
    default EventFilter filter() {
        return EventFilter.all();
    }

    /**
     * Prepares the target, for example creates its table. Called for each segment at the start of every run before the
     * first event, and again after an outage of the storage, in a transaction of its own: it must be safe to repeat
     * ({@code CREATE TABLE IF NOT EXISTS}).
     *
     * <p>Processes that start at the same time each call it; the store lets them in one after the other.
     *
     * @throws Exception stops the runner; its transaction is undone
     */
    default void initialize(UnitOfWork unit) throws Exception {}

    /**
     * Empties the read model, because it will be built anew from another position
     * ({@link ProjectionAdmin#reset}). Called after {@link #initialize}, in the same transaction, once over all segments.
     *
     * @throws Exception stops the runner; its transaction is undone. Unless overridden it always throws: applying events
     *     again to a model that still has them would make it wrong
     */
    default void clear(UnitOfWork unit) throws Exception {
        throw Unclearable.of(this);
    }

    /**
     * Switches the readers to this version, for example replaces a view. Called as soon as the version is not behind the
     * older one that readers see now, which is held still meanwhile, or at once if there is none; in the transaction that
     * notes the switch. Called again only if a newer version has replaced this one and was then removed
     * ({@link ProjectionAdmin#removeActive}).
     *
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
     * @throws Exception undoes the transaction
     */
    default void applyBatch(List<StoredEvent<E>> events, UnitOfWork unit) throws Exception {
        for (StoredEvent<E> event : events) {
            apply(event, unit);
        }
    }

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

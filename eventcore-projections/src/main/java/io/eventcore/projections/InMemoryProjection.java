package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.EventFilter;
import io.eventcore.EventFold;
import io.eventcore.LogEpoch;
import io.eventcore.ProjectionId;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A read model in this process's memory: an immutable state that grows by a fold. For tests, and for models that are
 * small enough to be built from the first event at each start; the checkpoint is as short-lived as the state. Every
 * instance has a model of its own.
 *
 * <pre>{@code
 * var totals = InMemoryProjection.of("totals", 0L, AccountEvent.class, EventFold.<Long, AccountEvent>over(AccountEvent.class)
 *         .on(Deposited.class, (sum, event) -> sum + event.payload().cents())
 *         .ignoring(Opened.class)
 *         .build());
 * new ProjectionRunner(store, totals).runUntilCaughtUp();
 * long sum = totals.state();
 * }</pre>
 *
 * When the server of the log was started again, or replaced, the model is built again from the first event: then, and at
 * the start, {@link #state()} shows less than the log holds until the runner has caught up.
 *
 * <p>Dead letters are not kept: a runner refuses {@link FailurePolicy#park()}. Thread-safe; a second runner of the same
 * object stands by.
 *
 * @param <S> the state; immutable, for readers see it while it is replaced
 * @param <E> the root of the events
 */
public final class InMemoryProjection<S, E> implements Projection<E> {

    private final String name;
    private final Class<E> root;
    private final EventFilter filter;
    private final EventFold<S, E> fold;
    private final S initial;
    private final TransientStore store = new TransientStore(this::begin, this::commit);
    private volatile S state;
    private S next;

    private InMemoryProjection(String name, S initial, Class<E> root, EventFold<S, E> fold, EventFilter filter) {
        this.name = name;
        this.root = root;
        this.fold = fold;
        this.filter = filter;
        this.initial = initial;
        this.state = initial;
        this.next = initial;
    }

    /**
     * A model of all events below a root.
     *
     * @param name the projection's name, 1 to 255 characters
     * @param initial the state before the first event
     * @param root the root of the events; events of other families are passed over
     * @param fold how the state grows by an event
     * @param <S> the state; immutable
     * @param <E> the root of the events
     * @return a projection that stands before the first event
     */
    public static <S, E> InMemoryProjection<S, E> of(String name, S initial, Class<E> root, EventFold<S, E> fold) {
        return new InMemoryProjection<>(name, initial, root, fold, EventFilter.all());
    }

    /**
     * The same, empty, of some of the events only.
     *
     * @param value which events to read
     * @return another projection, which shares no state with this one
     */
    public InMemoryProjection<S, E> withFilter(EventFilter value) {
        return new InMemoryProjection<>(name, initial, root, fold, value);
    }

    /** {@return the state after the last batch that was applied} Does not block. */
    public S state() {
        return state;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public EventFilter filter() {
        return filter;
    }

    @Override
    public Class<?> eventType() {
        return root;
    }

    /** For the runner only. */
    @Override
    public void apply(StoredEvent<E> event, UnitOfWork unit) {
        next = fold.apply(next, event);
    }

    /** For the runner only. */
    @Override
    public void applyBatch(List<StoredEvent<E>> events, UnitOfWork unit) {
        events.forEach(event -> apply(event, unit));
    }

    static void refuseWhatItCannotDo(ProjectionId id, ProjectionConfig config) {
        if (config.failurePolicy().last() == FailurePolicy.Last.PARK) {
            throw new ConfigurationException("The InMemoryProjection '" + id
                    + "' has nowhere to put events aside: use FailurePolicy.stop() or skip().");
        }
        if (config.segments() > 1) {
            throw new ConfigurationException("The InMemoryProjection '" + id
                    + "' is one model of all events: it has one" + " segment, not " + config.segments() + ".");
        }
    }

    /** Where the position of this object is kept. */
    TransientStore store() {
        return store;
    }

    /**
     * Readers of another log, or after a restart of its server, start with the first event again: nobody can tell which of the
     * events that the state rests on are still there.
     */
    void startAnewIn(LogEpoch epoch, LongSupplier head) {
        if (store.startAnewIn(epoch, head)) {
            state = initial;
            next = initial;
        }
    }

    private void begin() {
        next = state;
    }

    private void commit() {
        state = next;
    }
}

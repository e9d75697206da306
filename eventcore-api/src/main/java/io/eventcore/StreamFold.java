package io.eventcore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * How the events of one stream become its state: a first state, and one function for each class of event. It depends on
 * the events alone, so the store may keep the states that it led to and need not fold the same events again; see
 * {@link StreamCommand}. So keep it in a constant, and keep states immutable, and small: they stay in memory.
 *
 * <pre>{@code
 * static final StreamFold<Long, AccountEvent> BALANCE = StreamFold.over(AccountEvent.class, 0L)
 *         .on(Deposited.class, (cents, deposited) -> cents + deposited.cents())
 *         .on(Withdrawn.class, (cents, withdrawn) -> cents - withdrawn.cents())
 *         .ignoring(Opened.class)
 *         .build();
 * }</pre>
 *
 * <p>The functions see payloads only: when an event was stored, and at which position, is not known yet when a command
 * decides on events that are still on their way. Immutable and thread-safe, as long as the functions are pure.
 *
 * @param <T> the state of a stream
 * @param <E> the root of the events
 */
public final class StreamFold<T, E> {

    private final Class<E> root;
    private final T initialState;
    private final Map<Class<?>, BiFunction<T, Object, T>> functions;
    private final Optional<Snapshots<T>> snapshots;

    private StreamFold(Builder<T, E> builder) {
        this.root = builder.root;
        this.initialState = builder.initialState;
        this.functions = builder.functions.complete();
        this.snapshots = Optional.ofNullable(builder.snapshots);
    }

    /**
     * Starts a fold over the classes at and below a root.
     *
     * @param root a sealed type, or a concrete class if there is but one kind of event
     * @param initialState the state of a stream without events
     * @param <T> the state of a stream
     * @param <E> the root of the events
     * @return the builder
     * @throws EventTypeRegistrationException if the root is neither sealed nor a concrete class
     */
    public static <T, E> Builder<T, E> over(Class<E> root, T initialState) {
        return new Builder<>(root, initialState);
    }

    /** {@return the state of a stream without events} */
    public T initialState() {
        return initialState;
    }

    /** {@return how states are kept in the storage; empty if they are not} */
    public Optional<Snapshots<T>> snapshots() {
        return snapshots;
    }

    /** {@return the root of the events} */
    public Class<E> eventType() {
        return root;
    }

    /**
     * Folds one event.
     *
     * @param state the state before it
     * @param event the event's payload
     * @return the state after it
     * @throws IllegalArgumentException if the event is of no class that the fold knows
     */
    public T apply(T state, Object event) {
        BiFunction<T, Object, T> function = functions.get(event.getClass());
        if (function == null) {
            throw new IllegalArgumentException("No fold for " + event.getClass().getName());
        }
        T next = function.apply(state, event);
        if (next == null) {
            throw new InvalidCommandException("The fold over " + root.getName() + " returned null for a "
                    + event.getClass().getName() + ".");
        }
        return next;
    }

    /**
     * Whether another fold has the same events, class of states, and functions from the same places in the code. What a
     * function has captured is not seen.
     */
    boolean isMadeAs(StreamFold<?, ?> other) {
        return root == other.root
                && snapshots.map(Snapshots::stateType).equals(other.snapshots.map(Snapshots::stateType))
                && initialState.getClass() == other.initialState.getClass()
                && functions.keySet().equals(other.functions.keySet())
                && functions.entrySet().stream().allMatch(entry -> {
                    BiFunction<?, ?, ?> theirs = other.functions.get(entry.getKey());
                    return theirs != null && entry.getValue().getClass() == theirs.getClass();
                });
    }

    /**
     * Collects the functions of a fold. Not thread-safe.
     *
     * @param <T> the state of a stream
     * @param <E> the root of the events
     */
    public static final class Builder<T, E> {
        private final Class<E> root;
        private final T initialState;
        private final FoldFunctions<BiFunction<T, Object, T>> functions;
        private @Nullable Snapshots<T> snapshots;

        private Builder(Class<E> root, T initialState) {
            this.root = root;
            if (initialState == null) {
                throw new EventTypeRegistrationException("The initial state of the fold over " + root.getName()
                        + " is null: take a value that stands for a stream without events.");
            }
            this.initialState = initialState;
            this.functions = new FoldFunctions<>(root);
        }

        /**
         * Says how events of a class change the state.
         *
         * @param type a class at or below the root; a sealed type stands for all classes below it
         * @param function makes the next state of the state so far and the event's payload; it must depend on nothing
         *     else
         * @param <F> the class of the payload
         * @return this builder
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SuppressWarnings("unchecked") // looked up by the event's class
        public <F extends E> Builder<T, E> on(Class<F> type, BiFunction<T, F, T> function) {
            functions.put(type, (BiFunction<T, Object, T>) function);
            return this;
        }

        /**
         * Says that events of some classes do not change the state.
         *
         * @param types classes at or below the root; a sealed type stands for all classes below it
         * @return this builder
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // the array is only read
        public final Builder<T, E> ignoring(Class<? extends E>... types) {
            for (Class<? extends E> type : List.of(types)) {
                on(type, (state, event) -> state);
            }
            return this;
        }

        /**
         * Keeps states in the storage from time to time. Worth it for streams of thousands of events.
         *
         * @param value under which name, and how often; no snapshots are taken unless this is set
         * @return this builder
         */
        public Builder<T, E> snapshots(Snapshots<T> value) {
            this.snapshots = value;
            return this;
        }

        /**
         * Builds the fold.
         *
         * @return the fold, which later calls of this builder do not change
         * @throws EventTypeRegistrationException if a class below the root is neither handled nor ignored
         */
        public StreamFold<T, E> build() {
            return new StreamFold<>(this);
        }
    }
}

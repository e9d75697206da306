package io.eventcore;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

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

    private StreamFold(Class<E> root, T initialState, Map<Class<?>, BiFunction<T, Object, T>> functions) {
        this.root = root;
        this.initialState = initialState;
        this.functions = functions;
    }

    /**
     * Starts a fold over the classes at and below a root.
     *
     * @param initialState the state of a stream without events
     * @throws EventTypeRegistrationException if the root is neither sealed nor a concrete class
     */
    public static <T, E> Builder<T, E> over(Class<E> root, T initialState) {
        return new Builder<>(root, initialState);
    }

    /** The state of a stream without events. */
    public T initialState() {
        return initialState;
    }

    /** The root of the events. */
    public Class<E> eventType() {
        return root;
    }

    /**
     * The state after this event.
     *
     * @throws IllegalArgumentException if the event is of no class that the fold knows
     */
    public T apply(T state, Object event) {
        BiFunction<T, Object, T> function = functions.get(event.getClass());
        if (function == null) {
            throw new IllegalArgumentException("No fold for " + event.getClass().getName());
        }
        return function.apply(state, event);
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

        private Builder(Class<E> root, T initialState) {
            this.root = root;
            this.initialState = initialState;
            this.functions = new FoldFunctions<>(root);
        }

        /**
         * Says how events of a class, or of any class below a sealed type, change the state.
         *
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SuppressWarnings("unchecked") // looked up by the event's class
        public <F extends E> Builder<T, E> on(Class<F> type, BiFunction<T, F, T> function) {
            functions.put(type, (state, event) -> function.apply(state, (F) event));
            return this;
        }

        /** Says that events of these classes do not change the state. */
        @SafeVarargs
        @SuppressWarnings("varargs") // the array is only read
        public final Builder<T, E> ignoring(Class<? extends E>... types) {
            for (Class<? extends E> type : List.of(types)) {
                on(type, (state, event) -> state);
            }
            return this;
        }

        /**
         * Builds the fold.
         *
         * @throws EventTypeRegistrationException if a class below the root is neither handled nor ignored
         */
        public StreamFold<T, E> build() {
            return new StreamFold<>(root, initialState, functions.complete());
        }
    }
}

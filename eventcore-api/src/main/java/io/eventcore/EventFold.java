package io.eventcore;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * A fold over a sealed family of events, with one function for each class of event. Building it fails when a class is
 * not handled, so that a forgotten event is found when the application starts and not when the event comes. It stands
 * in for the pattern {@code switch} that Java 17 does not have.
 *
 * <pre>{@code
 * static final EventFold<Long, AccountEvent> BALANCE = EventFold.<Long, AccountEvent>over(AccountEvent.class)
 *         .on(Deposited.class, (cents, event) -> cents + event.payload().cents())
 *         .on(Withdrawn.class, (cents, event) -> cents - event.payload().cents())
 *         .ignoring(Opened.class)
 *         .build();
 * }</pre>
 *
 * Immutable and thread-safe, as long as the functions are.
 *
 * @param <S> the state
 * @param <E> the root of the events
 */
public final class EventFold<S, E> {

    private final Map<Class<?>, BiFunction<S, StoredEvent<? extends E>, S>> functions;

    private EventFold(Map<Class<?>, BiFunction<S, StoredEvent<? extends E>, S>> functions) {
        this.functions = functions;
    }

    /**
     * {@return a builder of a fold over the classes at and below a root}
     *
     * @param <S> the state
     * @param <E> the root of the events
     * @param root a sealed type, or the only class of the family
     * @throws EventTypeRegistrationException if the root is neither sealed nor a concrete class
     */
    public static <S, E> Builder<S, E> over(Class<E> root) {
        return new Builder<>(root);
    }

    /**
     * {@return the state after one more event}
     *
     * @param state what the events before have led to
     * @param event an event of a class at or below the root
     * @throws IllegalArgumentException if the event is of no class that the fold knows
     */
    public S apply(S state, StoredEvent<? extends E> event) {
        BiFunction<S, StoredEvent<? extends E>, S> function =
                functions.get(event.payload().getClass());
        if (function == null) {
            throw new IllegalArgumentException(
                    "No fold for " + event.payload().getClass().getName());
        }
        return function.apply(state, event);
    }

    /**
     * Collects the functions of a fold. Not thread-safe.
     *
     * @param <S> the state
     * @param <E> the root of the events
     */
    public static final class Builder<S, E> {
        private final FoldFunctions<BiFunction<S, StoredEvent<? extends E>, S>> functions;

        private Builder(Class<E> root) {
            this.functions = new FoldFunctions<>(root);
        }

        /**
         * Says how events of a class, or of any class below a sealed type, change the state.
         *
         * @param <T> the type of these events
         * @param type the class, or a sealed type below the root
         * @param function makes the new state from the one before and the event; pure
         * @return this builder
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SuppressWarnings("unchecked") // looked up by the payload's class
        public <T extends E> Builder<S, E> on(Class<T> type, BiFunction<S, StoredEvent<T>, S> function) {
            functions.put(type, (state, event) -> function.apply(state, (StoredEvent<T>) event));
            return this;
        }

        /**
         * Says that events of these classes do not change the state.
         *
         * @param types classes, or sealed types, below the root
         * @return this builder
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // the array is only read
        public final Builder<S, E> ignoring(Class<? extends E>... types) {
            for (Class<? extends E> type : List.of(types)) {
                on(type, (state, event) -> state);
            }
            return this;
        }

        /**
         * {@return the fold}
         *
         * @throws EventTypeRegistrationException if a class below the root is neither handled nor ignored
         */
        public EventFold<S, E> build() {
            return new EventFold<>(functions.complete());
        }
    }
}

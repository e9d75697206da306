package io.eventcore;

import java.util.List;
import java.util.Map;

/**
 * One handler for each class of a sealed family of events. Building it fails when a class is neither handled nor
 * ignored, so that a forgotten event is found when the application starts and not when the event comes.
 *
 * <pre>{@code
 * static final EventHandlers<AccountEvent, Connection> HANDLERS = EventHandlers.<AccountEvent, Connection>over(AccountEvent.class)
 *         .on(Deposited.class, (event, connection) -> add(connection, event.stream(), event.payload().cents()))
 *         .on(Withdrawn.class, (event, connection) -> add(connection, event.stream(), -event.payload().cents()))
 *         .ignoring(Opened.class)
 *         .build();
 * }</pre>
 *
 * Immutable and thread-safe, as long as the handlers are.
 *
 * @param <E> the root of the events
 * @param <T> what the handlers write to, for example a {@code java.sql.Connection}
 */
public final class EventHandlers<E, T> {

    private final Map<Class<?>, Handler<E, T>> handlers;

    private EventHandlers(Map<Class<?>, Handler<E, T>> handlers) {
        this.handlers = handlers;
    }

    /**
     * {@return a builder of handlers for the classes at and below a root}
     *
     * @param <E> the root of the events
     * @param <T> what the handlers write to
     * @param root a sealed type, or the only class of the family
     * @throws EventTypeRegistrationException if the root is neither sealed nor a concrete class
     */
    public static <E, T> Builder<E, T> over(Class<E> root) {
        return new Builder<>(root);
    }

    /**
     * Hands an event to the handler of its class.
     *
     * @param event an event of a class at or below the root
     * @param target is handed on to the handler
     * @throws IllegalArgumentException if the event is of no class that the handlers know
     * @throws Exception what the handler throws
     */
    @SuppressWarnings("unchecked") // looked up by the payload's class
    public void handle(StoredEvent<? extends E> event, T target) throws Exception {
        Handler<E, T> handler = handlers.get(event.payload().getClass());
        if (handler == null) {
            throw new IllegalArgumentException(
                    "No handler for " + event.payload().getClass().getName());
        }
        handler.handle((StoredEvent<E>) event, target);
    }

    /**
     * Handles events of one class.
     *
     * @param <P> the class of the payload
     * @param <T> what it writes to
     */
    @FunctionalInterface
    public interface Handler<P, T> {
        /**
         * Handles one event.
         *
         * @param event has a payload of the handler's class
         * @param target what the handler writes to
         * @throws Exception to say that it failed; what then happens is the caller's affair
         */
        void handle(StoredEvent<P> event, T target) throws Exception;
    }

    /**
     * Collects handlers. Not thread-safe.
     *
     * @param <E> the root of the events
     * @param <T> what the handlers write to
     */
    public static final class Builder<E, T> {
        private final FoldFunctions<Handler<E, T>> functions;

        private Builder(Class<E> root) {
            this.functions = new FoldFunctions<>(root);
        }

        /**
         * Says what to do with events of a class, or of any class below a sealed type.
         *
         * @param <P> the type of these events
         * @param type the class, or a sealed type below the root
         * @param handler is called for each event of these classes
         * @return this builder
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SuppressWarnings("unchecked") // looked up by the payload's class
        public <P extends E> Builder<E, T> on(Class<P> type, Handler<P, ? super T> handler) {
            functions.put(type, (event, target) -> handler.handle((StoredEvent<P>) event, target));
            return this;
        }

        /**
         * Says that nothing is done with events of these classes.
         *
         * @param types classes, or sealed types, below the root
         * @return this builder
         * @throws EventTypeRegistrationException if one of these classes was named before, or is not below the root
         */
        @SafeVarargs
        @SuppressWarnings("varargs") // the array is only read
        public final Builder<E, T> ignoring(Class<? extends E>... types) {
            for (Class<? extends E> type : List.of(types)) {
                on(type, (event, target) -> {});
            }
            return this;
        }

        /**
         * {@return the handlers}
         *
         * @throws EventTypeRegistrationException if a class below the root is neither handled nor ignored
         */
        public EventHandlers<E, T> build() {
            return new EventHandlers<>(functions.complete());
        }
    }
}

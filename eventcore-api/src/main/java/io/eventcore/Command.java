package io.eventcore;

/**
 * Something that a user wants done: it names the streams that it needs, folds their events into a state, and decides
 * on new events. The streams are its consistency boundary: the events are appended only if none of them has moved since
 * it was read.
 *
 * <p>All methods must be pure: when another command got in between, the events that came meanwhile are applied to the
 * state that was reached, or all are applied again, and the command decides again. They run on one thread at a time, but
 * not always on the same one.
 *
 * @param <S> the state that the command decides on
 * @param <E> the root of the events that it reads and writes
 */
public interface Command<S, E> {

    /**
     * {@return the streams that the command reads, and may write to; at least one}
     *
     * @throws InvalidStreamException if a stream is named twice or malformed
     */
    Streams streams();

    /** {@return the state before the first event} */
    S initialState();

    /**
     * {@return the state after one more event} The events of a stream come in their order; those of different streams
     * in global order, as far as they were read together.
     *
     * @param state what the events before have led to
     * @param event an event of one of the streams
     */
    S apply(S state, StoredEvent<E> event);

    /**
     * Decides. A command that must not be carried out refuses by {@link #require(boolean, String)} or
     * {@link #reject(String)}.
     *
     * @param state what all events of the streams have led to
     * @return the events to append; {@link Writes#none()} if there is nothing to do
     * @throws CommandRejectedException if the state does not allow it
     */
    Writes<E> handle(S state);

    /**
     * Stream discovery: names further streams that the state shows to be needed. It is called after each round of
     * reading, until it names no stream that was not read already; the new ones join the consistency boundary, and
     * their events are applied to the state.
     *
     * @param state what the events read so far have led to
     * @return the streams that are needed; those that were read already may be among them
     */
    default Streams discover(S state) {
        return Streams.none();
    }

    /**
     * {@return the root of the events} It is read from the type arguments of the class; a command whose class leaves
     * {@code E} open says it here.
     *
     * @throws IllegalStateException if the class leaves {@code E} open
     */
    default Class<?> eventType() {
        return CommandEventType.OF.get(getClass());
    }

    /**
     * Refuses the command unless the condition holds.
     *
     * @param condition what must be true of the state
     * @param reason what the user is told
     * @throws CommandRejectedException if it does not hold
     */
    default void require(boolean condition, String reason) {
        if (!condition) {
            reject(reason);
        }
    }

    /**
     * Refuses the command.
     *
     * @param reason what the user is told
     * @throws CommandRejectedException always
     */
    default void reject(String reason) {
        throw new CommandRejectedException(reason);
    }
}

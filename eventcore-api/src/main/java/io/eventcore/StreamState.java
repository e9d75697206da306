package io.eventcore;

/**
 * What the first events of a stream led to.
 *
 * @param version how many they are
 * @param position the position of the last of them; 0 if there is none
 * @param state what a {@link StreamFold} makes of them
 * @param <T> the type of the state
 */
public record StreamState<T>(long version, long position, T state) {

    /**
     * A stream without events.
     *
     * @param fold the fold whose initial state it has
     * @param <T> the type of the state
     * @return the initial state, at version 0 and position 0
     */
    public static <T> StreamState<T> initial(StreamFold<T, ?> fold) {
        return new StreamState<>(0, 0, fold.initialState());
    }

    /** After the next event of the stream. */
    StreamState<T> after(StreamFold<T, ?> fold, StoredEvent<?> event) {
        return new StreamState<>(event.version(), event.position(), fold.apply(state, event.payload()));
    }
}

package io.eventcore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The states of the streams that a {@link StreamCommand} decides on. Immutable.
 *
 * @param <T> the state of one stream
 */
public final class StreamStates<T> {

    private final StreamFold<T, ?> fold;
    private final Map<StreamId, StreamState<T>> states;

    StreamStates(StreamFold<T, ?> fold, Map<StreamId, StreamState<T>> states) {
        this.fold = fold;
        this.states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }

    /**
     * Streams without events.
     *
     * @param fold the fold whose initial state each stream has
     * @param streams the streams
     * @param <T> the state of one stream
     * @return their states
     */
    public static <T> StreamStates<T> initial(StreamFold<T, ?> fold, Streams streams) {
        Map<StreamId, StreamState<T>> states = new LinkedHashMap<>();
        streams.forEach(stream -> states.put(stream, StreamState.initial(fold)));
        return new StreamStates<>(fold, states);
    }

    /**
     * Looks up the state of a stream.
     *
     * @param stream a stream that the command has named or discovered
     * @return its state; that of a stream without events if it has none
     * @throws IllegalArgumentException if the command has neither named nor discovered it, so that it was not read
     */
    public T of(StreamId stream) {
        return seen(stream).state();
    }

    /**
     * Looks up the version of a stream.
     *
     * @param stream a stream that the command has named or discovered
     * @return how many events it has
     * @throws IllegalArgumentException as {@link #of(StreamId)} does
     */
    public long versionOf(StreamId stream) {
        return seen(stream).version();
    }

    /** {@return the streams, in the order in which they were named and discovered, unmodifiable} */
    public Set<StreamId> streams() {
        return states.keySet();
    }

    private StreamState<T> seen(StreamId stream) {
        StreamState<T> state = states.get(stream);
        if (state == null) {
            throw new IllegalArgumentException("Stream '" + stream + "' was not read: the command names and discovers "
                    + states.keySet() + ". Add it to streams().");
        }
        return state;
    }

    /** With the next event of its stream. */
    StreamStates<T> after(StoredEvent<?> event) {
        Map<StreamId, StreamState<T>> next = new LinkedHashMap<>(states);
        next.put(
                event.stream(),
                next.getOrDefault(event.stream(), StreamState.initial(fold)).after(fold, event));
        return new StreamStates<>(fold, next);
    }

    @Override
    public String toString() {
        return states.toString();
    }
}

package io.eventcore.postgres;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;

/**
 * Writes down, in each of its streams, the number that the event will have there, and what it has seen.
 *
 * @param text stands before that
 * @param most how many events a stream may have before
 */
record Enumerate(Streams streams, String text, long most) implements StreamCommand<Trail, Noted> {
    static Enumerate in(StreamId... streams) {
        return new Enumerate(Streams.of(streams), "", Long.MAX_VALUE);
    }

    @Override
    public StreamFold<Trail, Noted> fold() {
        return Trail.FOLD;
    }

    @Override
    public Writes<Noted> handle(StreamStates<Trail> trails) {
        Writes<Noted> writes = Writes.none();
        for (StreamId stream : streams) {
            Trail trail = trails.of(stream);
            require(trail.count() < most, "There are " + trail.count() + ".");
            writes = writes.and(stream, new Noted(text + trail.next()));
        }
        return writes;
    }
}

package io.eventcore.bench;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;

/** Adds up what its stream holds, and notes one more. */
record Note(StreamId stream, long cents) implements Command<Long, Noted> {
    @Override
    public Streams streams() {
        return Streams.of(stream);
    }

    @Override
    public Long initialState() {
        return 0L;
    }

    @Override
    public Long apply(Long sum, StoredEvent<Noted> event) {
        return sum + event.payload().cents();
    }

    @Override
    public Writes<Noted> handle(Long sum) {
        return Writes.to(stream, new Noted(cents, "after " + sum));
    }
}

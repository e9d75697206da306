package io.eventcore.bench;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;

/** Adds up what two streams hold, and notes one more in each. */
record NoteTwice(StreamId first, StreamId second, long cents) implements Command<Long, Noted> {
    @Override
    public Streams streams() {
        return Streams.of(first, second);
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
        Noted noted = new Noted(cents, "after " + sum);
        return Writes.to(first, noted).and(second, noted);
    }
}

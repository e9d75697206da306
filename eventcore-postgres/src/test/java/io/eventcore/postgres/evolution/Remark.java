package io.eventcore.postgres.evolution;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.postgres.evolution.CustomerEvent.NoteAdded;

/** Adds the customer's story so far as a note: what the command has seen shows in what it writes. */
record Remark(StreamId customer) implements StreamCommand<String, CustomerEvent> {

    @Override
    public Streams streams() {
        return Streams.of(customer);
    }

    @Override
    public StreamFold<String, CustomerEvent> fold() {
        return CustomerEvent.STORY;
    }

    @Override
    public Writes<CustomerEvent> handle(StreamStates<String> stories) {
        return Writes.to(customer, new NoteAdded(stories.of(customer)));
    }
}

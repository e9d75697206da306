package io.eventcore.torture.readmodels;

import io.eventcore.EventFold;
import io.eventcore.StoredEvent;
import io.eventcore.projections.InMemoryProjection;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Chain;

/**
 * What a model in memory keeps: a hash of all events in global order.
 *
 * @param events how many
 * @param position of the last one
 * @param hash the chain of their ids
 */
record Tally(long events, long position, String hash) {

    static final String NAME = "torture-tally";

    static InMemoryProjection<Tally, TortureEvent> projection() {
        return InMemoryProjection.of(
                NAME,
                new Tally(0, 0, Chain.START),
                TortureEvent.class,
                EventFold.<Tally, TortureEvent>over(TortureEvent.class)
                        .on(TortureEvent.class, Tally::after)
                        .build());
    }

    private Tally after(StoredEvent<? extends TortureEvent> event) {
        return new Tally(
                events + 1, event.position(), Chain.next(hash, event.id().toString()));
    }

    @Override
    public String toString() {
        return events + ":" + position + ":" + hash;
    }
}

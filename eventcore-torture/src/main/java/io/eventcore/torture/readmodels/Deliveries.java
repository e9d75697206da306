package io.eventcore.torture.readmodels;

import io.eventcore.StoredEvent;
import io.eventcore.projections.Delivery;
import io.eventcore.projections.ExternalProjection;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Delivered;
import io.eventcore.torture.history.HistoryWriter;

/** Hands each event to a target outside of the store: the history of the process. */
final class Deliveries implements ExternalProjection<TortureEvent> {

    static final String NAME = "torture-deliveries";

    private final HistoryWriter history;

    Deliveries(HistoryWriter history) {
        this.history = history;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void apply(StoredEvent<TortureEvent> event, Delivery delivery) {
        history.delivered(new Delivered(
                System.nanoTime(),
                event.position(),
                event.id().toString(),
                event.stream().value(),
                event.version(),
                event.payload().check()));
    }
}

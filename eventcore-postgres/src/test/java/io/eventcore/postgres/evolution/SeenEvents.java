package io.eventcore.postgres.evolution;

import io.eventcore.EventFilter;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import io.eventcore.projections.Projection;
import java.util.ArrayList;
import java.util.List;

/** Notes what it was given, batch by batch, unless it fails. */
final class SeenEvents implements Projection<CustomerEvent> {

    private final EventFilter filter;
    private final List<List<String>> batches = new ArrayList<>();
    private boolean ignoring;
    private String poison = "nothing";

    SeenEvents(EventFilter filter) {
        this.filter = filter;
    }

    SeenEvents ignoringUnknownTypes() {
        ignoring = true;
        return this;
    }

    /** Fails on batches with an event that has this in it. */
    void failOn(String text) {
        poison = text;
    }

    List<List<String>> batches() {
        return batches;
    }

    List<String> all() {
        return batches.stream().flatMap(List::stream).toList();
    }

    @Override
    public String name() {
        return "seen";
    }

    @Override
    public EventFilter filter() {
        return filter;
    }

    @Override
    public boolean ignoresUnknownTypes() {
        return ignoring;
    }

    @Override
    public void applyBatch(List<StoredEvent<CustomerEvent>> events, UnitOfWork unit) {
        List<String> batch =
                events.stream().map(event -> event.payload().toString()).toList();
        if (batch.toString().contains(poison)) {
            throw new IllegalStateException("poison: " + poison);
        }
        batches.add(batch);
    }

    @Override
    public void apply(StoredEvent<CustomerEvent> event, UnitOfWork unit) {
        applyBatch(List.of(event), unit);
    }
}

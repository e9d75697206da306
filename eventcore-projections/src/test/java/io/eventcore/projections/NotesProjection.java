package io.eventcore.projections;

import io.eventcore.EventFilter;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes the text of each note into the fake storage; a test says what else happens on the way. */
final class NotesProjection implements Projection<Note> {

    /** What a test does when an event comes. */
    @FunctionalInterface
    interface Hook {
        void on(StoredEvent<Note> event) throws Exception;
    }

    /** What a test does before there is an event. */
    @FunctionalInterface
    interface Refusal {
        void mayThrow() throws Exception;
    }

    final AtomicInteger initialized = new AtomicInteger();
    volatile Refusal whenInitialized = () -> {};
    final AtomicInteger cleared = new AtomicInteger();
    final AtomicInteger activated = new AtomicInteger();
    volatile Hook beforeWriting = event -> {};
    volatile Hook afterWriting = event -> {};
    volatile EventFilter filter = EventFilter.all();

    private final int version;

    NotesProjection() {
        this(1);
    }

    NotesProjection(int version) {
        this.version = version;
    }

    @Override
    public String name() {
        return "notes";
    }

    @Override
    public int version() {
        return version;
    }

    @Override
    public EventFilter filter() {
        return filter;
    }

    @Override
    public void initialize(UnitOfWork unit) throws Exception {
        unit.unwrap(FakeCheckpoints.Transaction.class);
        whenInitialized.mayThrow();
        initialized.incrementAndGet();
    }

    @Override
    public void clear(UnitOfWork unit) {
        cleared.incrementAndGet();
    }

    @Override
    public void activate(UnitOfWork unit) {
        activated.incrementAndGet();
    }

    @Override
    public void apply(StoredEvent<Note> event, UnitOfWork unit) throws Exception {
        beforeWriting.on(event);
        unit.unwrap(FakeCheckpoints.Transaction.class).write(event.payload().text());
        afterWriting.on(event);
    }
}

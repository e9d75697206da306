package io.eventcore.bench;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;

/**
 * An empty store that a benchmark fills. Before it gets large it is checked and another takes its place: in memory, after
 * 50,000 appends, which is more than a unit test makes. A store that kept all that a benchmark appends would measure
 * how fast the virtual machine's collector copies it. Not thread-safe.
 */
final class SmallStore implements AutoCloseable {

    private final AdapterState adapter;
    private final int events;
    private EventStore store;
    private CommandExecutor executor;
    private ShortStreams first = new ShortStreams("first");
    private ShortStreams second = new ShortStreams("second");

    /** @param events how many are appended to a stream at a time */
    SmallStore(AdapterState adapter, int events) {
        this.adapter = adapter;
        this.events = events;
        this.store = adapter.newStore();
        this.executor = CommandExecutor.create(store);
    }

    EventStore store() {
        return store;
    }

    CommandExecutor executor() {
        return executor;
    }

    /** One series of streams. */
    ShortStreams first() {
        return first;
    }

    /** The other. */
    ShortStreams second() {
        return second;
    }

    /** Called before each append. */
    void renewIfLarge() {
        if (first.handedOut() >= adapter.appendsPerStore()) {
            close();
            store = adapter.newStore();
            executor = CommandExecutor.create(store);
            first = new ShortStreams("first");
            second = new ShortStreams("second");
        }
    }

    /** @throws IllegalStateException if the store does not hold what was appended, or nothing was */
    @Override
    public void close() {
        if (first.handedOut() == 0) {
            throw new IllegalStateException("Nothing was appended.");
        }
        first.check(store, events);
        second.check(store, events);
        store.close();
    }
}

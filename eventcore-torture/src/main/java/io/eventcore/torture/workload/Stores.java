package io.eventcore.torture.workload;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.torture.adapter.Adapter;
import io.eventcore.torture.events.TortureEvent;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** The store instances of a process, each with other options, and their replacement while they are in use. Thread-safe. */
final class Stores implements AutoCloseable {

    static final EventTypes TYPES = EventTypes.of(TortureEvent.class);

    private final Adapter adapter;
    private final ClientSettings settings;
    private final AtomicReferenceArray<StoreHandle> handles;

    Stores(Adapter adapter, ClientSettings settings, int count) {
        this.adapter = adapter;
        this.settings = settings;
        this.handles = new AtomicReferenceArray<>(count);
        for (int i = 0; i < count; i++) {
            int number = i;
            handles.set(i, Patience.open(() -> open(number, 0)));
        }
    }

    int count() {
        return handles.length();
    }

    StoreHandle get(int number) {
        return handles.get(number);
    }

    List<StoreHandle> all() {
        return IntStream.range(0, count()).mapToObj(this::get).toList();
    }

    /** Puts a new store in the place of one, and returns the old one, which is still open. */
    StoreHandle replace(int number, int generation) {
        return handles.getAndSet(number, open(number, generation));
    }

    private StoreHandle open(int number, int generation) {
        var store = adapter.open(settings.url(), settings.variantOf(number), TYPES);
        var executor = CommandExecutor.create(store);
        return new StoreHandle(
                settings.process() + "/" + settings.variantOf(number) + "." + generation, store, executor);
    }

    @Override
    public void close() {
        all().forEach(handle -> handle.store().close());
    }
}

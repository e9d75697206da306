package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFeed;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Passes everything on to another store; subclasses look at, or change, what passes. */
class ForwardingStore implements EventStore {

    final EventStore store;

    ForwardingStore(EventStore store) {
        this.store = store;
    }

    @Override
    public void initialize() {
        store.initialize();
    }

    @Override
    public EventTypes eventTypes() {
        return store.eventTypes();
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        return store.appendAsync(request);
    }

    @Override
    public Optional<AppendResult> resultOf(UUID commandId) {
        return store.resultOf(commandId);
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        return store.read(request, consumer);
    }

    @Override
    public EventFeed feed() {
        return store.feed();
    }

    @Override
    public ProjectionStore projections() {
        return store.projections();
    }

    @Override
    public void close() {
        store.close();
    }
}

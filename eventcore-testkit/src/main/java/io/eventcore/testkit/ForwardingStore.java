package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFeed;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.LogEpoch;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.RememberedStates;
import io.eventcore.RememberedStreams;
import io.eventcore.SnapshotStore;
import io.eventcore.StoredEvent;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Passes everything on to another store; subclasses look at, or change, what passes. As thread-safe as that store. */
public class ForwardingStore implements EventStore {

    /** The store that does the work. */
    protected final EventStore store;

    /**
     * Passes everything on.
     *
     * @param store the store that does the work; it is closed with this one
     */
    protected ForwardingStore(EventStore store) {
        this.store = store;
    }

    @Override
    public void initialize() {
        store.initialize();
    }

    @Override
    public LogEpoch epoch() {
        return store.epoch();
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
    public Optional<RememberedStreams> remembered(Set<StreamId> streams) {
        return store.remembered(streams);
    }

    @Override
    public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
        return store.remembered(streams, fold);
    }

    @Override
    public <T> void remember(StreamId stream, StreamFold<T, ?> fold, StreamState<T> state, LogEpoch readIn) {
        store.remember(stream, fold, state, readIn);
    }

    @Override
    public SnapshotStore snapshots() {
        return store.snapshots();
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

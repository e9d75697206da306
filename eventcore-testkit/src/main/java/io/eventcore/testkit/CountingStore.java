package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventStore;
import io.eventcore.LogEpoch;
import io.eventcore.ReadRequest;
import io.eventcore.RememberedStates;
import io.eventcore.RememberedStreams;
import io.eventcore.StoredEvent;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts what is read and how often something is appended. It remembers no stream, so that what is needed is read. */
final class CountingStore extends ForwardingStore {

    private final AtomicInteger appends = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
    private final List<ReadRequest> reads = new CopyOnWriteArrayList<>();

    CountingStore(EventStore store) {
        super(store);
    }

    int appends() {
        return appends.get();
    }

    /** How many events were handed over since this was asked last. */
    int takeEvents() {
        return events.getAndSet(0);
    }

    /** Every stream that was read, in order, as often as it was read. */
    List<StreamId> streamsRead() {
        return reads.stream().flatMap(read -> read.after().keySet().stream()).toList();
    }

    @Override
    public Optional<RememberedStreams> remembered(Set<StreamId> streams) {
        return Optional.empty();
    }

    @Override
    public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
        return Optional.empty();
    }

    @Override
    public <T> void remember(StreamId stream, StreamFold<T, ?> fold, StreamState<T> state, LogEpoch readIn) {
        // what was read once is to be read again
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        appends.incrementAndGet();
        return super.appendAsync(request);
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        reads.add(request);
        return super.read(request, event -> {
            events.incrementAndGet();
            consumer.accept(event);
        });
    }
}

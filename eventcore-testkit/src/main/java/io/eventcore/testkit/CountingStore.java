package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventStore;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Remembers what was read and how often something was appended. */
final class CountingStore extends ForwardingStore {

    private final AtomicInteger appends = new AtomicInteger();
    private final List<ReadRequest> reads = new CopyOnWriteArrayList<>();

    CountingStore(EventStore store) {
        super(store);
    }

    int appends() {
        return appends.get();
    }

    /** Every stream that was read, in order, as often as it was read. */
    List<StreamId> streamsRead() {
        return reads.stream().flatMap(read -> read.after().keySet().stream()).toList();
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        appends.incrementAndGet();
        return super.appendAsync(request);
    }

    @Override
    public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
        reads.add(request);
        return super.read(request, consumer);
    }
}

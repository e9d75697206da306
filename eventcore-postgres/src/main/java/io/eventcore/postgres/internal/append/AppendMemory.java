package io.eventcore.postgres.internal.append;

import io.eventcore.EventCodec;
import io.eventcore.EventId;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.cache.RememberedEvent;
import io.eventcore.postgres.internal.cache.StreamCache;
import io.eventcore.postgres.internal.codec.MetadataCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets the cache know what a call has stored, before its callers learn it. Thread-safe. */
public final class AppendMemory {

    private final StreamCache cache;
    private final EventTypes types;
    private final EventCodec codec;
    private final MetadataCodec metadata;

    /** Events are decoded as rows are, when somebody reads them. */
    public AppendMemory(StreamCache cache, EventTypes types, EventCodec codec, MetadataCodec metadata) {
        this.cache = cache;
        this.types = types;
        this.codec = codec;
        this.metadata = metadata;
    }

    void remember(List<PendingAppend> batch, AppendAnswer answer) {
        if (!cache.isOn()) {
            return;
        }
        Map<StreamId, List<RememberedEvent>> stored = new LinkedHashMap<>();
        Map<StreamId, Long> after = new LinkedHashMap<>();
        answer.forEachStored(batch, (event, version, position, storedAt) -> {
            after.putIfAbsent(event.stream(), version - 1);
            stored.computeIfAbsent(event.stream(), none -> new ArrayList<>())
                    .add(new RememberedEvent(
                            position,
                            (long) event.data().length() + event.metadata().length(),
                            () -> decode(event, version, position, storedAt)));
        });
        stored.forEach((stream, events) -> cache.appended(stream, after.getOrDefault(stream, 0L), events));
    }

    private StoredEvent<Object> decode(EncodedEvent event, long version, long position, Instant storedAt) {
        return new StoredEvent<>(
                EventId.of(event.id()),
                event.stream(),
                version,
                position,
                event.type(),
                codec.decode(
                        event.data(), types.named(event.type()).orElseThrow().payloadType()),
                metadata.decode(event.metadata()),
                storedAt);
    }
}

package io.eventcore.postgres.internal.cache;

import io.eventcore.LogEpoch;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a read of the storage brings, on its way into the cache. Used by one thread. */
public final class Recording {

    /** A stream of more new events is read for once, not to be remembered. */
    private static final int MOST_EVENTS = 1_000;

    private final StreamCache cache;
    private final ReadRequest request;
    private final LogEpoch epoch;
    private final Map<StreamId, List<RememberedEvent>> events = new HashMap<>();
    private long bytes;

    /** For a read that begins now, so that what another log answers meanwhile is not remembered. */
    public Recording(StreamCache cache, ReadRequest request) {
        this.cache = cache;
        this.request = request;
        this.epoch = cache.epoch();
    }

    /** The next event of the read. */
    public void add(StoredEvent<Object> event, long characters) {
        if (!cache.isOn() || bytes > cache.largestRead()) {
            return;
        }
        List<RememberedEvent> stream = events.computeIfAbsent(event.stream(), none -> new ArrayList<>());
        if (stream.size() <= MOST_EVENTS) {
            RememberedEvent remembered = new RememberedEvent(event, characters);
            stream.add(remembered);
            bytes += remembered.bytes();
        }
        if (bytes > cache.largestRead()) {
            events.clear();
        }
    }

    /** The read is complete, and has found these versions. */
    public void end(Map<StreamId, Long> versions) {
        if (!cache.isOn()) {
            return;
        }
        request.after().forEach((stream, after) -> {
            List<RememberedEvent> read = events.getOrDefault(stream, List.of());
            long version = versions.getOrDefault(stream, 0L);
            if (version < after) {
                cache.forget(stream);
            } else if (after + read.size() == version) {
                cache.merge(epoch, stream, after, read);
            }
        });
    }
}

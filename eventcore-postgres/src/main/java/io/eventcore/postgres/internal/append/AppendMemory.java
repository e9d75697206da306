package io.eventcore.postgres.internal.append;

import io.eventcore.EventId;
import io.eventcore.LogEpoch;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.cache.RememberedEvent;
import io.eventcore.postgres.internal.cache.StreamCache;
import io.eventcore.postgres.internal.codec.EventRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets the cache know what a call has stored, before its callers learn it. Thread-safe. */
public final class AppendMemory {

    private final StreamCache cache;
    private final EventRows rows;

    /** Events are decoded as rows are, when somebody reads them. */
    public AppendMemory(StreamCache cache, EventRows rows) {
        this.cache = cache;
        this.rows = rows;
    }

    /** Takes what was stored in a log. */
    void remember(LogEpoch epoch, List<PendingAppend> batch, AppendAnswer answer) {
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
                            new Appended(event, version, position, storedAt)));
        });
        stored.forEach((stream, events) -> cache.appended(epoch, stream, after.getOrDefault(stream, 0L), events));
        answer.forEachConflict((stream, version) -> cache.saw(epoch, stream, version));
    }

    /** An event that was stored, as it was sent. */
    private final class Appended implements RememberedEvent.Encoded {
        private final EncodedEvent sent;
        private final long version;
        private final long position;
        private final Instant storedAt;

        Appended(EncodedEvent sent, long version, long position, Instant storedAt) {
            this.sent = sent;
            this.version = version;
            this.position = position;
            this.storedAt = storedAt;
        }

        @Override
        public StoredEvent<Object> event() {
            return rows.decode(
                    EventId.of(sent.id()),
                    sent.stream(),
                    version,
                    position,
                    sent.type(),
                    sent.version(),
                    sent.data(),
                    sent.metadata(),
                    storedAt);
        }

        @Override
        public Object payload() {
            return sent.payload(rows, version, position);
        }
    }
}

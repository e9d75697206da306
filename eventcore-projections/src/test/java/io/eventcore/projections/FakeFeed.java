package io.eventcore.projections;

import io.eventcore.EventFeed;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventReference;
import io.eventcore.FeedPage;
import io.eventcore.LogEpoch;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import io.eventcore.UnknownEventTypeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** Events in a list; the first has position 1, and there are no gaps. */
final class FakeFeed implements EventFeed {

    final AtomicInteger reads = new AtomicInteger();
    /** Runs when a poll has looked already, but has not answered yet. */
    volatile Runnable afterLooking = () -> {};

    volatile Runnable beforeLooking = () -> {};
    /** The trace that events come from; none if it is empty. */
    volatile String traceParent = "";
    /** The event at this position cannot be decoded. */
    volatile Optional<Long> undecodable = Optional.empty();
    /** Events behind this position are on their way still. */
    volatile long heldBackBehind = Long.MAX_VALUE;
    /** How large each event is. */
    volatile long bytesOfAnEvent = 0;

    private volatile LogEpoch epoch = LogEpoch.ONLY;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<StoredEvent<Object>> events = new ArrayList<>();
    private final List<Runnable> callbacks = new CopyOnWriteArrayList<>();

    /** Appends, and tells who listens for commits. */
    long append(String stream, String type, Object... payloads) {
        long position = appendElsewhere(stream, type, payloads);
        callbacks.forEach(Runnable::run);
        return position;
    }

    /** Appends as another process would: nobody here is told. */
    long appendElsewhere(String stream, String type, Object... payloads) {
        lock.lock();
        try {
            for (Object payload : payloads) {
                long position = events.size() + 1L;
                events.add(new StoredEvent<>(
                        EventId.random(),
                        StreamId.of(stream),
                        position,
                        position,
                        type,
                        payload,
                        metadata(),
                        Instant.EPOCH));
            }
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /** Another log comes in the place of this one. */
    void replace(String stream, String type, Object... payloads) {
        lock.lock();
        try {
            events.clear();
            epoch = LogEpoch.of("another one");
            appendElsewhere(stream, type, payloads);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public LogEpoch epoch() {
        return epoch;
    }

    private EventMetadata metadata() {
        return traceParent.isEmpty()
                ? EventMetadata.empty()
                : EventMetadata.builder().traceParent(traceParent).build();
    }

    static UndecodableEventException unknownType(String type, long position) {
        StreamId stream = StreamId.of("notebook");
        return new UndecodableEventException(
                new EventReference(position, EventId.random(), stream, position, type),
                new UnknownEventTypeException(type, stream, position, position));
    }

    int listeners() {
        return callbacks.size();
    }

    @Override
    public FeedPage read(long after, EventFilter filter, int limit, long maxBytes) {
        reads.incrementAndGet();
        beforeLooking.run();
        long fit = bytesOfAnEvent == 0 ? limit : Math.max(1, maxBytes / bytesOfAnEvent);
        FeedPage page = look(after, filter, (int) Math.min(limit, fit));
        afterLooking.run();
        return page;
    }

    private FeedPage look(long after, EventFilter filter, int limit) {
        lock.lock();
        try {
            long end = Math.min(events.size(), heldBackBehind);
            List<StoredEvent<Object>> found = new ArrayList<>();
            long position = after;
            while (position < end && found.size() < limit) {
                StoredEvent<Object> event = events.get((int) position);
                if (filter.matches(event)) {
                    if (undecodable.isPresent() && undecodable.get() == event.position()) {
                        return endBefore(event, found);
                    }
                    found.add(event);
                }
                position++;
            }
            return new FeedPage(found, position, events.size(), found.size() * bytesOfAnEvent);
        } finally {
            lock.unlock();
        }
    }

    private FeedPage endBefore(StoredEvent<Object> event, List<StoredEvent<Object>> found) {
        if (found.isEmpty()) {
            throw new UndecodableEventException(
                    EventReference.to(event),
                    new UnknownEventTypeException("note-forgotten", event.stream(), event.version(), event.position()));
        }
        return new FeedPage(found, found.get(found.size() - 1).position(), events.size());
    }

    @Override
    public long head() {
        lock.lock();
        try {
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription onCommit(Runnable callback) {
        callbacks.add(callback);
        return () -> callbacks.remove(callback);
    }
}

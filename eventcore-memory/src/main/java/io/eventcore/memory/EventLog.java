package io.eventcore.memory;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.ExpectedVersion;
import io.eventcore.FeedPage;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StoreClosedException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** The events of a store, and the one lock that makes each append and each read a single moment. */
final class EventLog {

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<StoredEvent<Object>> events = new ArrayList<>();
    private final Map<StreamId, List<StoredEvent<Object>>> streams = new HashMap<>();
    private final Set<EventId> ids = new HashSet<>();
    private final Map<UUID, AppendResult> executed = new HashMap<>();
    private volatile boolean closed;

    EventLog(Clock clock) {
        this.clock = clock;
    }

    AppendResult append(AppendRequest request, List<CheckedEvents.Named> added) {
        lock.lock();
        try {
            Optional<UUID> commandId = request.commandId();
            if (commandId.isEmpty()) {
                return store(request, added);
            }
            Optional<AppendResult> first = resultOf(commandId.get());
            if (first.isPresent()) {
                return first.get();
            }
            AppendResult result = store(request, added);
            executed.put(commandId.get(), result);
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** The first result of a command id, marked as repeated. */
    Optional<AppendResult> resultOf(UUID commandId) {
        lock.lock();
        try {
            refuseIfClosed();
            return Optional.ofNullable(executed.get(commandId)).map(AppendResult::asRepeated);
        } finally {
            lock.unlock();
        }
    }

    private AppendResult store(AppendRequest request, List<CheckedEvents.Named> added) {
        refuseIfClosed();
        refuseConflicts(request.expected());
        refuseDuplicates(added);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<StreamId, Long> versions = Map.of();
        EventId[] stored = new EventId[added.size()];
        for (int i = 0; i < stored.length; i++) {
            StoredEvent<Object> event = store(added.get(i), now);
            versions = with(versions, event.stream(), event.version());
            stored[i] = event.id();
        }
        return new AppendResult(versions, added.isEmpty() ? request.readUpTo() : events.size(), List.of(stored), false);
    }

    /** Most requests are about one stream, for which a hash table is too much. */
    private static Map<StreamId, Long> with(Map<StreamId, Long> versions, StreamId stream, long version) {
        if (versions.isEmpty() || (versions.size() == 1 && versions.containsKey(stream))) {
            return Map.of(stream, version);
        }
        Map<StreamId, Long> more = versions.size() == 1 ? new LinkedHashMap<>(versions) : versions;
        more.put(stream, version);
        return more;
    }

    private void refuseConflicts(Map<StreamId, ExpectedVersion> expected) {
        for (Map.Entry<StreamId, ExpectedVersion> each : expected.entrySet()) {
            long actual = eventsOf(each.getKey()).size();
            if (!each.getValue().matches(actual)) {
                throw new VersionConflictException(each.getKey(), each.getValue(), actual);
            }
        }
    }

    private void refuseDuplicates(List<CheckedEvents.Named> added) {
        for (CheckedEvents.Named each : added) {
            if (ids.contains(each.event().id())) {
                throw new DuplicateEventException(each.event().id());
            }
        }
    }

    private StoredEvent<Object> store(CheckedEvents.Named added, Instant now) {
        NewEvent event = added.event();
        List<StoredEvent<Object>> stream = streams.computeIfAbsent(event.stream(), id -> new ArrayList<>());
        StoredEvent<Object> stored = new StoredEvent<>(
                event.id(),
                event.stream(),
                stream.size() + 1L,
                events.size() + 1L,
                added.type(),
                added.payload(),
                event.metadata(),
                now);
        ids.add(stored.id());
        stream.add(stored);
        events.add(stored);
        return stored;
    }

    /** The wanted events of several streams, as they are at this moment. */
    Cut cut(ReadRequest request) {
        lock.lock();
        try {
            refuseIfClosed();
            Map<StreamId, Long> versions = Map.of();
            List<StoredEvent<Object>> wanted = new ArrayList<>();
            for (Map.Entry<StreamId, Long> each : request.after().entrySet()) {
                List<StoredEvent<Object>> stream = eventsOf(each.getKey());
                versions = with(versions, each.getKey(), stream.size());
                wanted.addAll(stream.subList((int) Math.min(each.getValue(), stream.size()), stream.size()));
            }
            return new Cut(versions, wanted);
        } finally {
            lock.unlock();
        }
    }

    /** The next events that match. An event's index in the log is its position less one. */
    FeedPage page(long after, EventFilter filter, int limit) {
        lock.lock();
        try {
            refuseIfClosed();
            List<StoredEvent<Object>> found = new ArrayList<>();
            long position = after;
            while (position < events.size() && found.size() < limit) {
                StoredEvent<Object> event = events.get((int) position);
                if (filter.matches(event)) {
                    found.add(event);
                }
                position++;
            }
            return new FeedPage(found, position, Math.max(position, events.size()));
        } finally {
            lock.unlock();
        }
    }

    /** The position of the last event. */
    long head() {
        lock.lock();
        try {
            refuseIfClosed();
            return events.size();
        } finally {
            lock.unlock();
        }
    }

    /** The event at a position, if there is one. */
    Optional<StoredEvent<Object>> eventAt(long position) {
        lock.lock();
        try {
            refuseIfClosed();
            boolean exists = position >= 1 && position <= events.size();
            return exists ? Optional.of(events.get((int) position - 1)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void refuseIfClosed() {
        if (closed) {
            throw new StoreClosedException("The store in memory was closed.");
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private List<StoredEvent<Object>> eventsOf(StreamId stream) {
        return streams.getOrDefault(stream, List.of());
    }
}

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
    private boolean closed;

    EventLog(Clock clock) {
        this.clock = clock;
    }

    AppendResult append(AppendRequest request, List<CheckedEvents.Named> added) {
        lock.lock();
        try {
            Optional<AppendResult> first = request.commandId().flatMap(this::resultOf);
            if (first.isPresent()) {
                return first.get();
            }
            AppendResult result = store(request, added);
            request.commandId().ifPresent(id -> executed.put(id, result));
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
        Map<StreamId, Long> versions = new LinkedHashMap<>();
        List<EventId> stored = new ArrayList<>();
        for (CheckedEvents.Named each : added) {
            StoredEvent<Object> event = store(each.event(), each.type(), now);
            versions.put(event.stream(), event.version());
            stored.add(event.id());
        }
        return new AppendResult(versions, added.isEmpty() ? request.readUpTo() : events.size(), stored, false);
    }

    private void refuseConflicts(Map<StreamId, ExpectedVersion> expected) {
        expected.forEach((stream, version) -> {
            long actual = eventsOf(stream).size();
            if (!version.matches(actual)) {
                throw new VersionConflictException(stream, version, actual);
            }
        });
    }

    private void refuseDuplicates(List<CheckedEvents.Named> added) {
        for (CheckedEvents.Named each : added) {
            if (ids.contains(each.event().id())) {
                throw new DuplicateEventException(each.event().id());
            }
        }
    }

    private StoredEvent<Object> store(NewEvent event, String type, Instant now) {
        List<StoredEvent<Object>> stream = streams.computeIfAbsent(event.stream(), id -> new ArrayList<>());
        StoredEvent<Object> stored = new StoredEvent<>(
                event.id(),
                event.stream(),
                stream.size() + 1L,
                events.size() + 1L,
                type,
                event.payload(),
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
            Map<StreamId, Long> versions = new LinkedHashMap<>();
            List<StoredEvent<Object>> wanted = new ArrayList<>();
            request.after().forEach((id, after) -> {
                List<StoredEvent<Object>> stream = eventsOf(id);
                versions.put(id, (long) stream.size());
                wanted.addAll(stream.subList((int) Math.min(after, stream.size()), stream.size()));
            });
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

    void refuseIfClosed() {
        lock.lock();
        try {
            if (closed) {
                throw new StoreClosedException("The store in memory was closed.");
            }
        } finally {
            lock.unlock();
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

package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventId;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/** Stores that append what they should not, or do not append what they should. */
final class BrokenAppends {

    /** Long enough for another thread to get in between. */
    private static final long MOMENT_NANOS = 100_000;

    private BrokenAppends() {}

    /** A store whose appends are carried out by a function that has a sound store at hand. */
    private static EventStore appending(EventStore store, BiFunction<EventStore, AppendRequest, AppendResult> append) {
        return new ForwardingStore(store) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                try {
                    return CompletableFuture.completedFuture(append.apply(store, request));
                } catch (RuntimeException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }
        };
    }

    static EventStore streamByStream(EventStore sound) {
        return appending(sound, (store, request) -> {
            Map<StreamId, Long> versions = new HashMap<>();
            long position = 0;
            for (Map.Entry<StreamId, ExpectedVersion> each : request.expected().entrySet()) {
                List<NewEvent> events = request.events().stream()
                        .filter(event -> event.stream().equals(each.getKey()))
                        .toList();
                AppendResult result =
                        store.append(Changes.request(request, Map.of(each.getKey(), each.getValue()), events));
                versions.putAll(result.versions());
                position = Math.max(position, result.position());
                LockSupport.parkNanos(MOMENT_NANOS);
            }
            return Changes.result(versions, position, request.events());
        });
    }

    static EventStore onlyToTheFirstStream(EventStore sound) {
        return appending(sound, (store, request) -> {
            List<NewEvent> events = request.events().stream()
                    .filter(event -> event.stream().equals(request.events().get(0).stream()))
                    .toList();
            return store.append(Changes.withEvents(request, events));
        });
    }

    static EventStore checksOnlyWrittenStreams(EventStore sound) {
        return appending(sound, (store, request) -> {
            Map<StreamId, ExpectedVersion> expected = new HashMap<>(request.expected());
            expected.keySet().retainAll(Changes.written(request));
            return expected.isEmpty()
                    ? Changes.result(Map.of(), request.readUpTo(), List.of())
                    : store.append(Changes.request(request, expected, request.events()));
        });
    }

    static EventStore checksNothing(EventStore sound) {
        return appending(
                sound,
                (store, request) -> request.events().isEmpty()
                        ? Changes.result(Map.of(), request.readUpTo(), List.of())
                        : store.append(Changes.unchecked(request)));
    }

    static EventStore checksBeforeItAppends(EventStore sound) {
        return appending(sound, (store, request) -> {
            store.append(Changes.request(request, withoutAny(request), List.of()));
            LockSupport.parkNanos(MOMENT_NANOS);
            return store.append(Changes.unchecked(request));
        });
    }

    private static Map<StreamId, ExpectedVersion> withoutAny(AppendRequest request) {
        Map<StreamId, ExpectedVersion> expected = new HashMap<>(request.expected());
        expected.values().removeIf(version -> version instanceof ExpectedVersion.Any);
        return expected.isEmpty() ? Map.of(StreamId.of("nobody-writes-to-this"), ExpectedVersion.noStream()) : expected;
    }

    static EventStore readStreamsComeIntoBeing(EventStore sound) {
        return appending(sound, (store, request) -> {
            List<NewEvent> events = new ArrayList<>(request.events());
            Set<StreamId> onlyRead = new HashSet<>(request.expected().keySet());
            onlyRead.removeAll(Changes.written(request));
            onlyRead.forEach(stream -> events.add(NewEvent.of(stream, new Noted("was read"))));
            AppendResult result = store.append(Changes.withEvents(request, events));
            Map<StreamId, Long> versions = new HashMap<>(result.versions());
            versions.keySet().removeAll(onlyRead);
            return Changes.withVersions(result, versions);
        });
    }

    static EventStore readersLockEachOtherOut(EventStore sound) {
        Set<StreamId> held = ConcurrentHashMap.newKeySet();
        return appending(sound, (store, request) -> {
            Set<StreamId> mine = new HashSet<>(request.expected().keySet());
            mine.removeAll(Changes.written(request));
            for (StreamId stream : mine) {
                if (!held.add(stream)) {
                    throw new VersionConflictException(stream, ExpectedVersion.exactly(1), 1);
                }
            }
            LockSupport.parkNanos(MOMENT_NANOS);
            try {
                return store.append(request);
            } finally {
                held.removeAll(mine);
            }
        });
    }

    static EventStore reversesAppends(EventStore sound) {
        return appending(sound, (store, request) -> {
            List<NewEvent> events = new ArrayList<>(request.events());
            Collections.reverse(events);
            return store.append(Changes.withEvents(request, events));
        });
    }

    static EventStore appendsInSpiteOfConflicts(EventStore sound) {
        return appending(sound, (store, request) -> {
            try {
                return store.append(request);
            } catch (VersionConflictException e) {
                store.append(Changes.unchecked(request));
                throw e;
            }
        });
    }

    static EventStore replacesIds(EventStore sound) {
        return appending(sound, (store, request) -> store.append(withNewIds(request)));
    }

    static EventStore acceptsDuplicateIds(EventStore sound) {
        return appending(sound, BrokenAppends::appendWithNewIdsIfNeeded);
    }

    static EventStore acceptsWhateverComes(EventStore sound) {
        return appending(sound, (store, request) -> appendWithNewIdsIfNeeded(store, Changes.unchecked(request)));
    }

    private static AppendResult appendWithNewIdsIfNeeded(EventStore store, AppendRequest request) {
        try {
            return store.append(request);
        } catch (DuplicateEventException e) {
            return store.append(withNewIds(request));
        }
    }

    private static AppendRequest withNewIds(AppendRequest request) {
        return Changes.withEachEvent(
                request, event -> new NewEvent(event.stream(), EventId.random(), event.payload(), event.metadata()));
    }

    static EventStore namesAnotherVersionInConflicts(EventStore sound) {
        return appending(sound, (store, request) -> {
            try {
                return store.append(request);
            } catch (VersionConflictException e) {
                throw new VersionConflictException(e.stream(), e.expected(), e.actual() + 1);
            }
        });
    }

    static EventStore namesAnotherStreamInConflicts(EventStore sound) {
        return appending(sound, (store, request) -> {
            try {
                return store.append(request);
            } catch (VersionConflictException e) {
                throw new VersionConflictException(StreamId.of("somewhere"), e.expected(), e.actual());
            }
        });
    }

    static EventStore tellsThePositionOfTheFirstEvent(EventStore sound) {
        return appending(sound, (store, request) -> {
            AppendResult result = store.append(request);
            return Changes.withPosition(
                    result, result.position() - request.events().size() + 1);
        });
    }

    static EventStore failsTwiceInARow(EventStore sound) {
        List<RuntimeException> lingering = Collections.synchronizedList(new ArrayList<>());
        return appending(sound, (store, request) -> {
            if (!lingering.isEmpty()) {
                throw lingering.remove(0);
            }
            try {
                return store.append(request);
            } catch (RuntimeException e) {
                lingering.add(e);
                throw e;
            }
        });
    }

    static EventStore tellsVersionsOfReadStreamsToo(EventStore sound) {
        return appending(sound, (store, request) -> {
            AppendResult result = store.append(request);
            return Changes.withVersions(
                    result, store.read(ReadRequest.of(request.expected().keySet()), event -> {}));
        });
    }
}

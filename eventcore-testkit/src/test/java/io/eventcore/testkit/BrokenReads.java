package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.InvalidStreamException;
import io.eventcore.ReadRequest;
import io.eventcore.RememberedStreams;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Stores that read something else than what they hold. */
final class BrokenReads {

    private static final long MOMENT_NANOS = 50_000;

    private BrokenReads() {}

    /** A store whose reads pass through a function. */
    private static EventStore changing(EventStore sound, UnaryOperator<List<StoredEvent<Object>>> change) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                List<StoredEvent<Object>> events = new ArrayList<>();
                Map<StreamId, Long> versions = store.read(request, events::add);
                change.apply(events).forEach(consumer);
                return versions;
            }
        };
    }

    /** Its memory lacks an event in the middle, and knows the versions all the same. */
    static EventStore withAHoleInItsMemory(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Optional<RememberedStreams> remembered(Set<StreamId> streams) {
                List<StoredEvent<Object>> events = new ArrayList<>();
                Map<StreamId, Long> versions = store.read(ReadRequest.of(streams), event -> {
                    if (event.version() != 2) {
                        events.add(event);
                    }
                });
                return Optional.of(new RememberedStreams(versions, events));
            }
        };
    }

    static EventStore truncatedAtAThousand(EventStore sound) {
        return changing(sound, events -> events.subList(0, Math.min(1_000, events.size())));
    }

    static EventStore withoutTheLastEvent(EventStore sound) {
        return changing(sound, events -> events.subList(0, Math.max(0, events.size() - 1)));
    }

    static EventStore streamAfterStream(EventStore sound) {
        return changing(sound, events -> sorted(events, Comparator.comparing(StoredEvent::stream)));
    }

    static EventStore byTimeAndId(EventStore sound) {
        return changing(
                sound,
                events -> sorted(
                        events,
                        Comparator.comparing((StoredEvent<Object> event) ->
                                        event.createdAt().truncatedTo(ChronoUnit.DAYS))
                                .thenComparing(event -> event.id().value())));
    }

    private static List<StoredEvent<Object>> sorted(
            List<StoredEvent<Object>> events, Comparator<? super StoredEvent<Object>> order) {
        return events.stream().sorted(order).toList();
    }

    static EventStore withGapsInVersions(EventStore sound) {
        return changing(
                sound,
                events -> events.stream()
                        .map(event -> Changes.withVersion(event, event.version() + event.version() / 3))
                        .toList());
    }

    static EventStore withTimesOfTheirOwn(EventStore sound) {
        return changing(
                sound,
                events -> events.stream()
                        .map(event ->
                                Changes.withCreatedAt(event, event.createdAt().plusMillis(event.version())))
                        .toList());
    }

    static EventStore withoutForeignEvents(EventStore sound) {
        return changing(
                sound,
                events -> events.stream()
                        .filter(event -> event.payload() instanceof ContractEvent)
                        .toList());
    }

    static EventStore onlyOfTheFirstStream(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                StreamId first = request.after().keySet().iterator().next();
                return store.read(request, event -> {
                    if (event.stream().equals(first)) {
                        consumer.accept(event);
                    }
                });
            }
        };
    }

    static EventStore oneStreamAfterTheOther(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                List<StoredEvent<Object>> events = new ArrayList<>();
                Map<StreamId, Long> versions = new HashMap<>();
                request.after().forEach((stream, after) -> {
                    versions.putAll(store.read(new ReadRequest(Map.of(stream, after)), events::add));
                    LockSupport.parkNanos(MOMENT_NANOS);
                });
                sorted(events, Comparator.comparingLong(StoredEvent::position)).forEach(consumer);
                return versions;
            }
        };
    }

    static EventStore alwaysFromTheStart(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                return store.read(ReadRequest.of(request.after().keySet()), consumer);
            }
        };
    }

    static EventStore withoutAbsentStreams(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                Map<StreamId, Long> versions = new HashMap<>(store.read(request, consumer));
                versions.values().removeIf(version -> version == 0);
                return versions;
            }
        };
    }

    static EventStore refusedForAbsentStreams(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                Map<StreamId, Long> versions = store.read(request, consumer);
                if (versions.containsValue(0L)) {
                    throw new InvalidStreamException("There is no such stream.");
                }
                return versions;
            }
        };
    }
}

package io.eventcore.testkit;

import io.eventcore.EventCodecException;
import io.eventcore.EventStore;
import io.eventcore.ReadRequest;
import io.eventcore.SnapshotStore;
import io.eventcore.Snapshots;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Stores that keep other snapshots than they were offered, or hand out those that they must not. */
final class BrokenSnapshots {

    private BrokenSnapshots() {}

    private static EventStore with(EventStore sound, UnaryOperator<SnapshotStore> change) {
        SnapshotStore changed = change.apply(sound.snapshots());
        return new ForwardingStore(sound) {
            @Override
            public SnapshotStore snapshots() {
                return changed;
            }
        };
    }

    private static class Forwarding implements SnapshotStore {
        private final SnapshotStore store;

        Forwarding(SnapshotStore store) {
            this.store = store;
        }

        @Override
        public <T> Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
            return store.load(streams, snapshots, timeout);
        }

        @Override
        public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
            store.offer(stream, snapshots, version, state);
        }

        @Override
        public void discard(StreamId stream, Snapshots<?> snapshots, long version) {
            store.discard(stream, snapshots, version);
        }
    }

    static EventStore keepsNone(EventStore sound) {
        return with(sound, store -> SnapshotStore.NONE);
    }

    /** The state that came first goes out under the version that came last. */
    static EventStore keepsTheFirstStates(EventStore sound) {
        Map<StreamId, Object> first = new ConcurrentHashMap<>();
        return with(sound, store -> new Forwarding(store) {
            @Override
            @SuppressWarnings("unchecked") // the suite keeps numbers
            public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
                Object known = first.putIfAbsent(stream, state);
                super.offer(stream, snapshots, version, known == null ? state : (T) known);
            }
        });
    }

    /** What is offered last stays, whatever version it has. */
    static EventStore keepsTheLastOffered(EventStore sound) {
        return with(sound, store -> new Forwarding(store) {
            @Override
            public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
                StreamState<T> known = load(Set.of(stream), snapshots, ReadRequest.NO_TIMEOUT)
                        .getOrDefault(stream, new StreamState<>(0, 0, state));
                discard(stream, snapshots, known.version());
                super.offer(stream, snapshots, version, state);
            }
        });
    }

    static EventStore ignoresTheVersionOfTheFold(EventStore sound) {
        return with(sound, store -> new Forwarding(store) {
            @Override
            public <T> Map<StreamId, StreamState<T>> load(
                    Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
                return super.load(streams, first(snapshots), timeout);
            }

            @Override
            public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
                super.offer(stream, first(snapshots), version, state);
            }
        });
    }

    private static <T> Snapshots<T> first(Snapshots<T> snapshots) {
        return Snapshots.of(snapshots.name(), 1, snapshots.stateType());
    }

    /** It hands out what it was offered, checks nothing, and thinks that a stream has come as far as its reader. */
    static EventStore believesEverybody(EventStore sound) {
        Map<StreamId, StreamState<?>> kept = new ConcurrentHashMap<>();
        SnapshotStore believing = new Forwarding(sound.snapshots()) {
            @Override
            @SuppressWarnings("unchecked") // the mistake: nobody has looked
            public <T> Map<StreamId, StreamState<T>> load(
                    Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
                Map<StreamId, StreamState<T>> found = new HashMap<>();
                streams.forEach(stream -> {
                    StreamState<?> state = kept.get(stream);
                    if (state != null) {
                        found.put(stream, (StreamState<T>) state);
                    }
                });
                return found;
            }

            @Override
            public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
                kept.merge(
                        stream,
                        new StreamState<>(version, 0, state),
                        (known, next) -> next.version() > known.version() ? next : known);
            }
        };
        return new ForwardingStore(sound) {
            @Override
            public SnapshotStore snapshots() {
                return believing;
            }

            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                Map<StreamId, Long> versions = new HashMap<>(store.read(request, consumer));
                request.after().forEach((stream, after) -> versions.merge(stream, after, Math::max));
                return versions;
            }
        };
    }

    /** Like a codec that does not fit. */
    static EventStore failsOnOtherStates(EventStore sound) {
        Map<StreamId, Class<?>> types = new ConcurrentHashMap<>();
        return with(sound, store -> new Forwarding(store) {
            @Override
            public <T> Map<StreamId, StreamState<T>> load(
                    Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
                for (StreamId stream : streams) {
                    if (types.getOrDefault(stream, snapshots.stateType()) != snapshots.stateType()) {
                        throw new EventCodecException("The state does not fit.");
                    }
                }
                return super.load(streams, snapshots, timeout);
            }

            @Override
            public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
                types.put(stream, snapshots.stateType());
                super.offer(stream, snapshots, version, state);
            }
        });
    }

    static EventStore discardsNothing(EventStore sound) {
        return with(sound, store -> new Forwarding(store) {
            @Override
            public void discard(StreamId stream, Snapshots<?> snapshots, long version) {}
        });
    }

    static EventStore discardsWhateverIsThere(EventStore sound) {
        return with(sound, store -> new Forwarding(store) {
            @Override
            public void discard(StreamId stream, Snapshots<?> snapshots, long version) {
                for (long any = 1; any <= 100; any++) {
                    super.discard(stream, snapshots, any);
                }
            }
        });
    }

    static EventStore loadsOneStreamOnly(EventStore sound) {
        return with(sound, store -> new Forwarding(store) {
            @Override
            public <T> Map<StreamId, StreamState<T>> load(
                    Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
                return super.load(Set.of(streams.iterator().next()), snapshots, timeout);
            }
        });
    }

    /** Whoever asks behind a version is handed nothing. */
    static EventStore readsNoTails(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer) {
                return store.read(request, event -> {
                    if (request.after().getOrDefault(event.stream(), 0L) == 0) {
                        consumer.accept(event);
                    }
                });
            }
        };
    }
}

package io.eventcore.memory;

import io.eventcore.ReadRequest;
import io.eventcore.SnapshotFolds;
import io.eventcore.SnapshotStore;
import io.eventcore.Snapshots;
import io.eventcore.StoredEvent;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots as the objects that a codec gives back, kept as soon as they are offered. Thread-safe. */
final class InMemorySnapshots implements SnapshotStore {

    private final EventLog log;
    private final KeptPayloads payloads;
    private final Map<Key, StreamState<?>> kept = new ConcurrentHashMap<>();
    private final SnapshotFolds folds = new SnapshotFolds();

    InMemorySnapshots(EventLog log, KeptPayloads payloads) {
        this.log = log;
        this.payloads = payloads;
    }

    /**
     * Of what a snapshot is.
     *
     * @param stream the stream
     * @param name the name of the fold's snapshots
     * @param foldVersion the version of the fold
     */
    private record Key(StreamId stream, String name, int foldVersion) {
        static Key of(StreamId stream, Snapshots<?> snapshots) {
            return new Key(stream, snapshots.name(), snapshots.version());
        }
    }

    @Override
    public void check(StreamFold<?, ?> fold) {
        folds.check(fold);
    }

    @Override
    public <T> Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
        log.refuseIfClosed();
        payloads.checkState(snapshots.stateType());
        Map<StreamId, StreamState<T>> found = new HashMap<>();
        for (StreamId stream : streams) {
            Key key = Key.of(stream, snapshots);
            StreamState<?> state = kept.get(key);
            if (state != null && snapshots.stateType().isInstance(state.state())) {
                T value = snapshots.stateType().cast(state.state());
                found.put(stream, new StreamState<>(state.version(), state.position(), value));
            } else if (state != null) {
                kept.remove(key, state);
            }
        }
        return found;
    }

    @Override
    public Object asRead(Object payload) {
        return payloads.asRead(payload, payload.getClass());
    }

    @Override
    public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {
        List<StoredEvent<Object>> from;
        T asRead;
        try {
            asRead = snapshots.stateType().cast(payloads.asRead(state, snapshots.stateType()));
            from = log.cut(new ReadRequest(Map.of(stream, version - 1))).inGlobalOrder();
        } catch (RuntimeException e) { // whatever the codec of an application throws
            return; // it cannot be kept, or nobody can load it any more
        }
        if (!from.isEmpty()) {
            StreamState<T> offered = new StreamState<>(version, from.get(0).position(), asRead);
            kept.merge(
                    Key.of(stream, snapshots),
                    offered,
                    (known, next) -> next.version() > known.version() ? next : known);
        }
    }

    @Override
    public void discard(StreamId stream, Snapshots<?> snapshots, long version) {
        kept.computeIfPresent(Key.of(stream, snapshots), (key, known) -> known.version() == version ? null : known);
    }
}

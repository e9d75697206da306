package io.eventcore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sight does with the snapshots of its fold. They save it reading; whatever is wrong with them, it goes on. */
final class SightSnapshots<T> {

    private static final Logger log = LoggerFactory.getLogger(SightSnapshots.class);

    private final SnapshotStore store;
    private final StreamFold<T, ?> fold;
    private final Snapshots<T> snapshots;
    private final Map<StreamId, Long> started = new HashMap<>();

    SightSnapshots(SnapshotStore store, StreamFold<T, ?> fold, Snapshots<T> snapshots) {
        this.store = store;
        this.fold = fold;
        this.snapshots = snapshots;
    }

    /** Where to start to read these streams; none for those without a snapshot. */
    Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Duration timeout) {
        Map<StreamId, StreamState<T>> found = store.load(streams, snapshots, timeout);
        found.forEach((stream, state) -> started.put(stream, state.version()));
        return found;
    }

    /** The streams have these versions now: a snapshot of a higher one is none of this stream. */
    void discardThoseAhead(Map<StreamId, Long> now) {
        now.forEach((stream, version) -> {
            long start = started.getOrDefault(stream, 0L);
            if (start > version) {
                store.discard(stream, snapshots, start);
            }
        });
    }

    /** A stream was read from behind a version: whoever reads it next should not have to read as much. */
    void wasRead(StreamId stream, long after, StreamState<T> reached, LogEpoch epoch) {
        if (reached.version() - after >= snapshots.every()) {
            offer(stream, reached.version(), reached.state(), epoch);
        }
    }

    /** What is due once these writes are stored. They are folded here, for later a thread of the store would have to. */
    List<Due<T>> dueAfter(Map<StreamId, StreamState<T>> seen, Writes<?> writes, LogEpoch epoch) {
        Map<StreamId, Integer> counts = new LinkedHashMap<>();
        writes.toList().forEach(write -> counts.merge(write.stream(), 1, Integer::sum));
        List<Due<T>> due = new ArrayList<>();
        counts.forEach((stream, count) -> {
            StreamState<T> before = seen.getOrDefault(stream, StreamState.initial(fold));
            if (snapshots.areDueBetween(before.version(), before.version() + count)) {
                try {
                    due.add(new Due<>(
                            this, stream, before.version() + count, stateAfter(before, stream, writes), epoch));
                } catch (EventCodecException unwritable) {
                    log.debug("No snapshot of stream '{}': the append will fail.", stream, unwritable);
                } catch (RuntimeException broken) {
                    log.warn("The fold of '{}' fails on what was decided for stream '{}'.", snapshots, stream, broken);
                }
            }
        });
        return due;
    }

    private T stateAfter(StreamState<T> before, StreamId stream, Writes<?> writes) {
        T state = before.state();
        for (Writes.Write write : writes.toList()) {
            if (write.stream().equals(stream)) {
                state = fold.apply(state, store.asRead(write.event()));
            }
        }
        return state;
    }

    private void offer(StreamId stream, long version, T state, LogEpoch epoch) {
        try {
            store.offer(stream, snapshots, version, state, epoch);
        } catch (RuntimeException broken) {
            // The command may have been stored already: it must not look as if it had failed.
            log.warn("The store has failed at taking a snapshot '{}' of stream '{}'.", snapshots, stream, broken);
        }
    }

    /**
     * A snapshot that is due when a stream has come to a version.
     *
     * @param owner knows where to offer it
     * @param stream the stream
     * @param version how many events it rests on
     * @param state the state
     * @param epoch of the log that it belongs to
     * @param <T> the state of a stream
     */
    record Due<T>(SightSnapshots<T> owner, StreamId stream, long version, T state, LogEpoch epoch) {

        /** Offers it, if this result is that of the append which it was made for. */
        void offerAfter(AppendResult result) {
            if (!result.repeated() && result.versions().getOrDefault(stream, 0L) == version) {
                owner.offer(stream, version, state, epoch);
            }
        }
    }
}

package io.eventcore;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Where the {@link Snapshots} of folds are kept: of each stream, name and version of the fold the newest one. They only save
 * time: nothing depends on one that is lost. Implementations are thread-safe.
 */
public interface SnapshotStore {

    /** Has no snapshots and takes none. */
    SnapshotStore NONE = new SnapshotStore() {
        @Override
        public <T> Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout) {
            return Map.of();
        }

        @Override
        public <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state) {}

        @Override
        public void discard(StreamId stream, Snapshots<?> snapshots, long version) {}
    };

    /**
     * Refuses a fold whose snapshots would be mixed up with those of another; see {@link SnapshotFolds}. Called before each
     * use. Does not block.
     *
     * @param fold a fold with snapshots
     * @throws ConfigurationException if another fold keeps its snapshots under the same name and version
     */
    default void check(StreamFold<?, ?> fold) {}

    /**
     * Looks for snapshots of some streams. Leaves out what cannot be used, above all a state that does not fit its
     * class, and makes room for a better one. Who starts from a snapshot reads what came after it. Blocks.
     *
     * @param streams the streams whose states are wanted
     * @param snapshots the name and the version of the fold, and the class of its state
     * @param timeout how long it may take, positive
     * @param <T> the state of a stream
     * @return the snapshots that there are, by stream; empty if there are none
     * @throws OverloadedException if every connection to the storage is in use
     * @throws StoreUnavailableException if the storage cannot be reached
     */
    <T> Map<StreamId, StreamState<T>> load(Set<StreamId> streams, Snapshots<T> snapshots, Duration timeout);

    /**
     * Tells what a reader of the stored event will get as its payload, which need not equal what was written: the codec
     * may leave something out. A snapshot must not know more than the events do. Does not block.
     *
     * @param payload an event's payload as the command has written it
     * @return the payload as it comes back
     * @throws EventCodecException if the payload cannot be written or read
     */
    default Object asRead(Object payload) {
        return payload;
    }

    /**
     * Offers the state that the events of a stream up to a version lead to. All of them are stored. The store keeps it
     * soon, or not at all, and in no case in the place of one of a later version of the stream. Neither blocks nor
     * throws.
     *
     * @param stream the stream
     * @param snapshots the name and the version of the fold, and how far apart its snapshots lie
     * @param version how many events the state rests on, positive
     * @param state what the fold makes of these events, {@linkplain #asRead as a reader gets them}
     * @param <T> the state of a stream
     */
    <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state);

    /**
     * Offers a state, unless the log has changed since it was read.
     *
     * @param stream the stream
     * @param snapshots the name and the version of the fold
     * @param version how many events the state rests on, positive
     * @param state what the fold makes of these events
     * @param readIn the {@link EventStore#epoch()} of before the first of them was read; in another one the state is dropped
     * @param <T> the state of a stream
     */
    default <T> void offer(StreamId stream, Snapshots<T> snapshots, long version, T state, LogEpoch readIn) {
        offer(stream, snapshots, version, state);
    }

    /**
     * Removes, soon, a snapshot that was loaded and is none of the stream, because the stream has not come so far. The
     * next that is offered takes its place. Neither blocks nor throws.
     *
     * @param stream the stream
     * @param snapshots the name and the version of the fold
     * @param version the version that the snapshot has; one of another version stays
     */
    void discard(StreamId stream, Snapshots<?> snapshots, long version);
}

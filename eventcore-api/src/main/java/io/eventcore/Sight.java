package io.eventcore;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What an attempt sees of its command's streams: their versions, and the state that their events led to.
 *
 * @param <S> the state that the command decides on
 */
interface Sight<S> {

    /** The epoch of the log of before the first look: what was seen belongs to it if it is the store's one still. */
    LogEpoch epoch();

    /** The state that all events seen so far led to. */
    S state();

    /** The streams that were looked at, with the versions that were seen. */
    Map<StreamId, Long> versions();

    /** The highest position that was seen, 0 if there was none. */
    long lastPosition();

    /** Whether the store has answered from memory since the last look at the storage. */
    boolean isRemembered();

    /** What was under way when the store answered from memory, as far as it told that; of all rounds of reading. */
    List<AppendsUnderWay> underWay();

    /** Done when it is known of all that the states rest on whether it was stored. */
    CompletableFuture<Void> settled();

    /** Whether all that the states rest on is known to be stored. */
    boolean isStored();

    /** Looks at streams that were not looked at before. Blocks if the store has to. */
    void look(Set<StreamId> streams);

    /**
     * Prepares for another decision: either all streams are brought to one moment, or all is forgotten, so that there are
     * no versions any more.
     */
    void refresh();

    /** The store itself has refused what was decided on its memory, for it had moved on: it is worth asking again. */
    void trustMemoryAgain();

    /** Forgets everything, and from now on asks the storage. */
    void startOver();

    /** The snapshots that are due once these writes, decided on what was seen, are stored. */
    List<? extends SightSnapshots.Due<?>> snapshotsAfter(Writes<?> writes);

    /** Whether {@link #refresh()} is right also if what was seen first led to what was looked at later. */
    boolean maySurviveDiscovery();
}

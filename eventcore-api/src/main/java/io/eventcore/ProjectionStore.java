package io.eventcore;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where projections keep how far they have come, who runs them, and which events they have put aside. What runners
 * stand on; applications use the runner. Thread-safe; every method blocks.
 *
 * <p>Every method throws a {@link StoreUnavailableException} if the storage cannot be reached, and a
 * {@link StoreClosedException} if the store was closed.
 */
public interface ProjectionStore {

    // Versions

    /**
     * Makes a projection known, with all its segments at one position. Does nothing if it is known.
     *
     * @param projection the name and the version
     * @param segments how many segments it gets
     * @param position where they start: what is behind it will be applied; at least 0
     * @return how many segments it has, which may be another number if it was known
     */
    int register(ProjectionId projection, int segments, long position);

    /**
     * Forgets a version: its checkpoints, leases and dead letters. Its runners are fenced out and end. The read model
     * is not touched.
     *
     * @param projection the version to forget; other versions of the name stay
     * @throws UnknownProjectionException if it is not known
     */
    void remove(ProjectionId projection);

    /** {@return how all segments of all projections stand, by name, version and number} */
    List<SegmentState> segments();

    /**
     * Tells how far the segments of a projection have come.
     *
     * @param projection the version to look at
     * @return for each of its segments the position up to which it is applied
     * @throws UnknownProjectionException if it is not known
     */
    Map<Segment, Long> positions(ProjectionId projection);

    // Leases

    /**
     * Says that an instance is alive, renews its leases, and gives it free segments up to its share. Also ends a change
     * of the number of segments when all have come to the position of the change. Does not wait for a transaction in
     * which a checkpoint moves.
     *
     * @param projection the version that the instance runs
     * @param instance its name, different from that of every other instance
     * @param duration how long it may be silent before others get its segments
     * @return what the instance holds now
     * @throws UnknownProjectionException if the projection was removed
     */
    Leases lease(ProjectionId projection, String instance, Duration duration);

    /**
     * Gives a segment back, so that others get it at once.
     *
     * @param lease the lease to give up; nothing happens if it is lost
     */
    void release(Lease lease);

    /**
     * Gives everything back, and says that this instance takes no more part.
     *
     * @param projection the version that the instance ran
     * @param instance its name, as in {@link #lease}
     */
    void leave(ProjectionId projection, String instance);

    /**
     * Says what is done about a segment, for {@link #segments()}.
     *
     * @param lease the lease by which it is held; nothing happens if it is lost
     * @param activity what its runner does now
     * @param error why; empty leaves the last one
     */
    void report(Lease lease, SegmentState.Activity activity, Optional<String> error);

    // Checkpoints

    /**
     * Begins to run a segment. Waits for the transaction of whoever held it before, and fences it out. In a transaction
     * that no other segment of the projection shares, does {@code initialize}, and then {@code clear} if the read model
     * is to be cleared for a {@link #reset}.
     *
     * @param lease the lease by which the segment is held
     * @param initialize prepares the read model; done each time, so it must be safe to repeat
     * @param clear empties the whole read model, not only what comes from this segment
     * @return the position up to which the segment is applied
     * @throws LeaseLostException if another instance has got the segment
     * @throws CheckpointAheadException if the log does not hold the event any more on which the checkpoint rests
     * @throws Exception what the work throws; nothing was changed then
     */
    long open(Lease lease, Work initialize, Work clear) throws Exception;

    /**
     * Does the work and moves the checkpoint, both in one transaction where the storage has them: either both are
     * durable or neither. The checkpoint moves last. Returns only when it is stored: work that has broken its transaction,
     * and hides that, fails here.
     *
     * @param lease the lease by which the segment is held, and with which it must have been opened
     * @param from the position that the checkpoint must have now
     * @param to the position that it gets
     * @param work applies events; what it throws undoes the transaction and is thrown on unchanged
     * @throws LeaseLostException if another instance has got the segment; nothing was changed
     * @throws CheckpointMovedException if the checkpoint is not at {@code from}; nothing was changed
     * @throws ProjectionFailedException if the work has ended its transaction, so that a part may be stored, and nothing
     *     must be tried again
     * @throws Exception what the work throws
     */
    void advance(Lease lease, long from, long to, Work work) throws Exception;

    /**
     * Makes a version the one that serves readers, unless a newer one does, or it is behind the one that does: unless
     * one of its segments is behind one of the other's. Holds the other still meanwhile, so that readers never go back
     * in time; if it is behind by little, waits a moment for it to come up, for else it might run after the other for
     * ever.
     *
     * @param projection the version that is to serve
     * @param work switches what readers see, in the same transaction
     * @return whether the version serves readers now; if it did before, nothing was done
     * @throws UnknownProjectionException if it is not known
     * @throws Exception what the work throws; nothing was changed then
     */
    boolean activate(ProjectionId projection, Work work) throws Exception;

    // Changes that operators make

    /**
     * Moves all segments of a projection to a position. Waits for work that is under way; runners are fenced out, and
     * go on from there. A repartition that has not ended ends there too.
     *
     * @param projection the version to move
     * @param position every wanted event behind it will be applied, again if it was applied before; 0 applies all
     * @param clear whether the read model is cleared before anything else is applied; its dead letters go at once.
     *     If an earlier reset asked for it and it is not done yet, it will be done anyway
     * @throws UnknownProjectionException if it is not known
     */
    void reset(ProjectionId projection, long position, boolean clear);

    /**
     * Changes the number of segments, without applying anything twice: fences the runners out, lets all segments come to
     * the position of the furthest, and divides the streams anew there. The change ends with the first {@link #lease}
     * that finds all segments there; dead letters stay. Another repartition before that replaces this one.
     *
     * @param projection the version to divide anew
     * @param segments how many segments it gets, 1 to {@value Segment#MOST}
     * @throws UnknownProjectionException if it is not known
     */
    void repartition(ProjectionId projection, int segments);

    /** {@return the events that were put aside} */
    DeadLetters deadLetters();

    /**
     * What happens in a transaction. It must not change projections by other means than its transaction: that may wait
     * for the end of this very work.
     */
    @FunctionalInterface
    interface Work {
        /**
         * Applies events.
         *
         * @param transaction the one in which the checkpoint moves, valid only during the call
         * @throws Exception to undo the transaction
         */
        void run(ProjectionTransaction transaction) throws Exception;
    }

    /** Does nothing. */
    Work NOTHING = transaction -> {};
}

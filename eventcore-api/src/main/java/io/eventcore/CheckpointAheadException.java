package io.eventcore;

/**
 * The checkpoint of a projection does not belong to the log: it lies beyond the last event, or the event on which it rests
 * is not there any more. The log was restored from an older copy, or replaced, or a standby was promoted that had not got
 * all of it. Nothing was changed.
 */
public final class CheckpointAheadException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private CheckpointAheadException(Lease lease, long position, String problem) {
        super(
                ErrorCode.CHECKPOINT_AHEAD,
                "The checkpoint of segment " + lease.segment() + " of projection '" + lease.projection()
                        + "' is at position " + position + ", but " + problem,
                null);
    }

    /**
     * The checkpoint lies beyond the end of the log.
     *
     * @param lease names the projection and the segment
     * @param position where the checkpoint is
     * @param head the position of the last event of the log
     * @return what to throw
     */
    public static CheckpointAheadException beyondTheEnd(Lease lease, long position, long head) {
        return new CheckpointAheadException(
                lease, position, "the log ends at " + head + ": it has lost events that this projection has applied.");
    }

    /**
     * The event on which the checkpoint rests, the last one when it was moved, is not in the log any more; others may have
     * got its position.
     *
     * @param lease names the projection and the segment
     * @param position where the checkpoint is
     * @return what to throw
     */
    public static CheckpointAheadException onAnotherLog(Lease lease, long position) {
        return new CheckpointAheadException(
                lease,
                position,
                "the log does not hold the event any more on which it rests: events that this projection has applied are lost,"
                        + " and others may have got their positions.");
    }
}

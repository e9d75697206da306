package io.eventcore;

/**
 * The checkpoint of a projection does not belong to the log: it lies beyond the last event, or the event where it stands is
 * another one than before. The log was restored from an older copy, or replaced. Nothing was changed.
 */
public final class CheckpointAheadException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says where the checkpoint is, and what the log holds.
     *
     * @param lease names the projection and the segment
     * @param position where the checkpoint is
     * @param head the position of the last event of the log
     */
    public CheckpointAheadException(Lease lease, long position, long head) {
        super(
                ErrorCode.CHECKPOINT_AHEAD,
                "The checkpoint of segment " + lease.segment() + " of projection '" + lease.projection()
                        + "' is at position " + position + ", but the log "
                        + (position > head
                                ? "ends at " + head + ": it has lost events that this projection has applied."
                                : "holds another event there than the one that this projection has applied.")
                        + " Was it restored from an older copy? Restore the read model to the same moment, or rebuild it: reset"
                        + " the projection to 0, with clearing, by ProjectionAdmin.",
                null);
    }
}

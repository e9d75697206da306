package io.eventcore;

/** The checkpoint of a projection is not where its runner left it; nothing was changed. */
public final class CheckpointMovedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says where the checkpoint is, and where it should have been.
     *
     * @param lease names the projection and the segment
     * @param expected the position at which the runner left the checkpoint
     * @param actual the position at which it is
     */
    public CheckpointMovedException(Lease lease, long expected, long actual) {
        super(
                ErrorCode.CHECKPOINT_MOVED,
                "The checkpoint of segment " + lease.segment() + " of projection '" + lease.projection() + "' is at "
                        + actual + ", not at " + expected + ": something else has moved it.",
                null);
    }
}

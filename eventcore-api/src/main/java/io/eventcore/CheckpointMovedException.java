package io.eventcore;

/** The checkpoint of a projection is not where its runner left it; nothing was changed. */
public final class CheckpointMovedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Names the segment, where its checkpoint should have been, and where it is. */
    public CheckpointMovedException(Lease lease, long expected, long actual) {
        super(
                ErrorCode.CHECKPOINT_MOVED,
                "The checkpoint of segment " + lease.segment() + " of projection '" + lease.projection() + "' is at "
                        + actual + ", not at " + expected + ": something else has moved it.",
                null);
    }
}

package io.eventcore;

/** Another runner moved the checkpoint of a projection; this one has changed nothing. */
public final class CheckpointMovedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Names the projection, where its checkpoint should have been, and where it is. */
    public CheckpointMovedException(String projection, long expected, long actual) {
        super(
                ErrorCode.CHECKPOINT_MOVED,
                "The checkpoint of projection '" + projection + "' is at " + actual + ", not at " + expected
                        + ": another runner of the same projection is at work.",
                null);
    }
}

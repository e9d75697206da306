package io.eventcore;

/** The store knows no such projection, or no such version of it. */
public final class UnknownProjectionException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses to do something about a projection.
     *
     * @param projection the name and the version that the store does not know
     */
    public UnknownProjectionException(ProjectionId projection) {
        super(
                ErrorCode.UNKNOWN_PROJECTION,
                "The store knows no projection '" + projection + "': it was removed, or its runner never started.",
                null);
    }
}

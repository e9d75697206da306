package io.eventcore;

/** Another instance has got the segment meanwhile, or it was taken back; nothing was changed. */
public final class LeaseLostException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses what the holder of a lease asked for.
     *
     * @param lease the lease that is no longer valid
     */
    public LeaseLostException(Lease lease) {
        super(
                ErrorCode.LEASE_LOST,
                "Instance '" + lease.owner() + "' no longer holds segment " + lease.segment() + " of projection '"
                        + lease.projection() + "' (its token was " + lease.token() + ").",
                null);
    }
}

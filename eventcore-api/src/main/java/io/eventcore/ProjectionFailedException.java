package io.eventcore;

/** A projection failed and stopped. */
public final class ProjectionFailedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** The projection's name. */
    private final String projection;
    /** The position of the last event that was applied. */
    private final long position;

    /**
     * A projection that stopped and does not go on by itself.
     *
     * @param projection its name
     * @param position the position of the last event that was applied
     * @param problem a sentence that says at which event it failed, and how
     * @param cause what the projection, the codec or the storage threw
     */
    public ProjectionFailedException(String projection, long position, String problem, Throwable cause) {
        super(
                ErrorCode.PROJECTION_FAILED,
                "Projection '" + projection + "' stopped at position " + position + ": " + problem,
                cause);
        this.projection = projection;
        this.position = position;
    }

    /** {@return the projection's name} */
    public String projection() {
        return projection;
    }

    /** {@return the position of the last event that was applied} The failing one comes after it. */
    public long position() {
        return position;
    }
}

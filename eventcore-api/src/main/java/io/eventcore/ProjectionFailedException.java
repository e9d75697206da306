package io.eventcore;

/** A projection failed and stopped. */
public final class ProjectionFailedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final String projection;
    private final long position;

    /**
     * A projection failed.
     *
     * @param position the position that it had reached
     */
    public ProjectionFailedException(String projection, long position, String problem, Throwable cause) {
        super(
                ErrorCode.PROJECTION_FAILED,
                "Projection '" + projection + "' stopped at position " + position + ": " + problem,
                cause);
        this.projection = projection;
        this.position = position;
    }

    /** The projection's name. */
    public String projection() {
        return projection;
    }

    /** The position of the last event that was applied; the failing one comes after it. */
    public long position() {
        return position;
    }
}

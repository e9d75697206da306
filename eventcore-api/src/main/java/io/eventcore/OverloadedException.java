package io.eventcore;

/** Too much is under way already: the queue of appends is full, or every connection is in use. Nothing was appended. */
public final class OverloadedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses work because a limit of the store is reached.
     *
     * @param message a sentence that names what is full
     */
    public OverloadedException(String message) {
        super(ErrorCode.OVERLOADED, message, null);
    }

    /**
     * Refuses work because something below the store has reached its limit.
     *
     * @param message a sentence that names what is full
     * @param cause how it showed, for example as the time-out of a connection pool
     */
    public OverloadedException(String message, Throwable cause) {
        super(ErrorCode.OVERLOADED, message, cause);
    }
}

package io.eventcore;

/** Too much is under way already: the queue of appends is full, or every connection is in use. Nothing was appended. */
public final class OverloadedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public OverloadedException(String message) {
        super(ErrorCode.OVERLOADED, message, null);
    }

    /** Says what happened and why. */
    public OverloadedException(String message, Throwable cause) {
        super(ErrorCode.OVERLOADED, message, cause);
    }
}

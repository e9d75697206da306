package io.eventcore;

/** Too many requests wait already; this one was refused at once. */
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

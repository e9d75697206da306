package io.eventcore;

/** The storage cannot hold the event's data; nothing of its append was stored. */
public final class InvalidEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public InvalidEventException(String message) {
        super(ErrorCode.INVALID_EVENT, message, null);
    }

    /** Says what happened and why. */
    public InvalidEventException(String message, Throwable cause) {
        super(ErrorCode.INVALID_EVENT, message, cause);
    }
}

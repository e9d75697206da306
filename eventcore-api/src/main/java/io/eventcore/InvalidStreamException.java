package io.eventcore;

/** A stream name is malformed, or a set of streams is empty or names one twice. Thrown before anything is sent. */
public final class InvalidStreamException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public InvalidStreamException(String message) {
        super(ErrorCode.INVALID_STREAM, message, null);
    }
}

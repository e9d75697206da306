package io.eventcore;

/** A payload could not be turned into JSON or back. */
public final class EventCodecException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public EventCodecException(String message) {
        super(ErrorCode.EVENT_CODEC, message, null);
    }

    /** Says what happened and why. */
    public EventCodecException(String message, Throwable cause) {
        super(ErrorCode.EVENT_CODEC, message, cause);
    }
}

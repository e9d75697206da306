package io.eventcore;

/** A payload could not be turned into JSON or back. */
public final class EventCodecException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Says that data do not fit.
     *
     * @param message which data, and what is wrong with them
     */
    public EventCodecException(String message) {
        super(ErrorCode.EVENT_CODEC, message, null);
    }

    /**
     * Says that data do not fit because something else has failed.
     *
     * @param message which data, and what is wrong with them
     * @param cause what failed, for example in an upcaster or in the library that reads the JSON
     */
    public EventCodecException(String message, Throwable cause) {
        super(ErrorCode.EVENT_CODEC, message, cause);
    }
}

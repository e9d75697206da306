package io.eventcore;

/** A stream name is malformed, or a set of streams is empty or names one twice. Thrown before anything is sent. */
public final class InvalidStreamException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a stream, or a set of streams.
     *
     * @param message a sentence that names the stream and the rule that it breaks
     */
    public InvalidStreamException(String message) {
        super(ErrorCode.INVALID_STREAM, message, null);
    }
}

package io.eventcore;

/** The storage cannot hold the event's data; nothing of its append was stored. */
public final class InvalidEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses an event that breaks a rule.
     *
     * @param message a sentence that names the event and the rule
     */
    public InvalidEventException(String message) {
        super(ErrorCode.INVALID_EVENT, message, null);
    }

    /**
     * Passes on that the storage refuses the data.
     *
     * @param message a sentence that says what was to be done, and the storage's reason
     * @param cause the storage's own error
     */
    public InvalidEventException(String message, Throwable cause) {
        super(ErrorCode.INVALID_EVENT, message, cause);
    }
}

package io.eventcore;

/**
 * The answer to an append was lost, for example because the connection broke, and its outcome could not be found out in
 * time. It is stored, or it is not.
 */
public final class UnknownOutcomeException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * An append whose answer has not come.
     *
     * @param message a sentence that says what was waited for
     */
    public UnknownOutcomeException(String message) {
        super(ErrorCode.UNKNOWN_OUTCOME, message, null);
    }

    /**
     * An append whose answer was lost.
     *
     * @param message a sentence that says what was waited for
     * @param cause how it showed, for example as the end of the connection
     */
    public UnknownOutcomeException(String message, Throwable cause) {
        super(ErrorCode.UNKNOWN_OUTCOME, message, cause);
    }
}

package io.eventcore;

/** The connection broke while an append was under way, and its outcome could not be found out in time. */
public final class UnknownOutcomeException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public UnknownOutcomeException(String message) {
        super(ErrorCode.UNKNOWN_OUTCOME, message, null);
    }

    /** Says what happened and why. */
    public UnknownOutcomeException(String message, Throwable cause) {
        super(ErrorCode.UNKNOWN_OUTCOME, message, cause);
    }
}

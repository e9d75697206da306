package io.eventcore;

/** The storage cannot be reached; nothing was appended. */
public final class StoreUnavailableException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public StoreUnavailableException(String message) {
        super(ErrorCode.STORE_UNAVAILABLE, message, null);
    }

    /** Says what happened and why. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(ErrorCode.STORE_UNAVAILABLE, message, cause);
    }
}

package io.eventcore;

/** The storage cannot be reached; nothing was appended. */
public final class StoreUnavailableException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses work while the storage is out of reach.
     *
     * @param message a sentence that says what was not done
     */
    public StoreUnavailableException(String message) {
        super(ErrorCode.STORE_UNAVAILABLE, message, null);
    }

    /**
     * Reports that the storage could not be reached.
     *
     * @param message a sentence that says what was not done
     * @param cause how it showed, usually the driver's error
     */
    public StoreUnavailableException(String message, Throwable cause) {
        super(ErrorCode.STORE_UNAVAILABLE, message, cause);
    }
}

package io.eventcore;

/** The storage takes no writes now: it is a standby, or was set to read-only. Nothing was appended. */
public final class StoreReadOnlyException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses what would write.
     *
     * @param message a sentence that says what was not done
     * @param cause how it showed, usually the driver's error
     */
    public StoreReadOnlyException(String message, Throwable cause) {
        super(ErrorCode.STORE_READ_ONLY, message, cause);
    }
}

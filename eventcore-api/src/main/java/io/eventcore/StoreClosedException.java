package io.eventcore;

/** The store was closed. */
public final class StoreClosedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses work, or ends it, because the store was closed.
     *
     * @param message a sentence that says what the store no longer does
     */
    public StoreClosedException(String message) {
        super(ErrorCode.STORE_CLOSED, message, null);
    }

    /**
     * Refuses work, or ends it, because something that the store needs was closed with it.
     *
     * @param message a sentence that says what the store no longer does
     * @param cause how it showed, for example as the error of a closed pool
     */
    public StoreClosedException(String message, Throwable cause) {
        super(ErrorCode.STORE_CLOSED, message, cause);
    }
}

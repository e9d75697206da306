package io.eventcore;

/** The store was closed. */
public final class StoreClosedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public StoreClosedException(String message) {
        super(ErrorCode.STORE_CLOSED, message, null);
    }

    /** Says what happened and how it showed. */
    public StoreClosedException(String message, Throwable cause) {
        super(ErrorCode.STORE_CLOSED, message, cause);
    }
}

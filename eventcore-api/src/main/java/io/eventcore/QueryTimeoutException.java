package io.eventcore;

/**
 * A statement took longer than the store allows, or somebody with rights on the database cancelled it. Nothing of it
 * took effect, and the store works on.
 */
public final class QueryTimeoutException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what took too long. */
    public QueryTimeoutException(String message) {
        super(ErrorCode.QUERY_TIMEOUT, message, null);
    }

    /** Says what took too long, in the storage's words. */
    public QueryTimeoutException(String message, Throwable cause) {
        super(ErrorCode.QUERY_TIMEOUT, message, cause);
    }
}

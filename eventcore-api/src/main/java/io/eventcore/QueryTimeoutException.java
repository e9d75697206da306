package io.eventcore;

/**
 * A statement took longer than the store allows, or somebody with rights on the database cancelled it. Nothing of it
 * took effect, and the store works on.
 */
public final class QueryTimeoutException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * A statement that the store itself gave up.
     *
     * @param message a sentence that says what took too long
     */
    public QueryTimeoutException(String message) {
        super(ErrorCode.QUERY_TIMEOUT, message, null);
    }

    /**
     * A statement that the storage gave up.
     *
     * @param message a sentence that says what took too long
     * @param cause the storage's own error
     */
    public QueryTimeoutException(String message, Throwable cause) {
        super(ErrorCode.QUERY_TIMEOUT, message, cause);
    }
}

package io.eventcore;

/** The storage refused an operation for a reason of its own; nothing was appended. */
public final class StorageException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * A failure that the store itself has found.
     *
     * @param message a sentence that says what was to be done and what is wrong
     */
    public StorageException(String message) {
        super(ErrorCode.STORAGE_FAILURE, message, null);
    }

    /**
     * A failure of what the store rests on.
     *
     * @param message a sentence that says what was to be done and what is wrong
     * @param cause the storage's own error
     */
    public StorageException(String message, Throwable cause) {
        super(ErrorCode.STORAGE_FAILURE, message, cause);
    }
}

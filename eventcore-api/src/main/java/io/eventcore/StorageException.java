package io.eventcore;

/** The storage refused an operation for a reason of its own; nothing was appended. */
public final class StorageException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public StorageException(String message) {
        super(ErrorCode.STORAGE_FAILURE, message, null);
    }

    /** Says what happened and why. */
    public StorageException(String message, Throwable cause) {
        super(ErrorCode.STORAGE_FAILURE, message, cause);
    }
}

package io.eventcore;

/** The waiting thread was interrupted; its interrupt flag is set again. What it waited for may still happen. */
public final class ExecutionInterruptedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened and why. */
    public ExecutionInterruptedException(String message, Throwable cause) {
        super(ErrorCode.INTERRUPTED, message, cause);
    }
}

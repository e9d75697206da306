package io.eventcore;

/** The waiting thread was interrupted; its interrupt flag is set again. What it waited for may still happen. */
public final class ExecutionInterruptedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Gives up waiting.
     *
     * @param message what was waited for
     * @param cause the interruption
     */
    public ExecutionInterruptedException(String message, Throwable cause) {
        super(ErrorCode.INTERRUPTED, message, cause);
    }
}

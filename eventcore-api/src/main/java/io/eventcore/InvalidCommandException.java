package io.eventcore;

/** A command that cannot be executed as it is written: it is null, or one of its methods returned null. */
public final class InvalidCommandException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a command.
     *
     * @param message which method of which command did what it must not
     */
    public InvalidCommandException(String message) {
        super(ErrorCode.INVALID_COMMAND, message, null);
    }
}

package io.eventcore;

/**
 * A command's rules refused it on the current state. Applications may subclass it to tell their rejections apart. It has
 * no stack trace: a rejection is an answer, not a defect.
 */
public non-sealed class CommandRejectedException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a command.
     *
     * @param reason what the user is told
     */
    public CommandRejectedException(String reason) {
        super(ErrorCode.COMMAND_REJECTED, reason, null);
    }

    /** {@return why the command was refused, as the user is told} */
    public final String reason() {
        return problem();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // there is nothing to fill in
    public final Throwable fillInStackTrace() {
        return this;
    }
}

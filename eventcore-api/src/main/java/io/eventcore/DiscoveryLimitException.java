package io.eventcore;

/** Stream discovery found new streams in more rounds than allowed; nothing was appended. */
public final class DiscoveryLimitException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Gives a command up.
     *
     * @param message which command, which streams it found last, and how many rounds are allowed
     */
    public DiscoveryLimitException(String message) {
        super(ErrorCode.DISCOVERY_LIMIT, message, null);
    }
}

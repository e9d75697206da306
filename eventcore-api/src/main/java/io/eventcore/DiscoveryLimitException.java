package io.eventcore;

/** Stream discovery found new streams in more rounds than allowed; nothing was appended. */
public final class DiscoveryLimitException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public DiscoveryLimitException(String message) {
        super(ErrorCode.DISCOVERY_LIMIT, message, null);
    }
}

package io.eventcore;

/** A setting cannot be used. */
public final class ConfigurationException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** Says what happened. */
    public ConfigurationException(String message) {
        super(ErrorCode.CONFIGURATION, message, null);
    }

    /** Says what happened and why. */
    public ConfigurationException(String message, Throwable cause) {
        super(ErrorCode.CONFIGURATION, message, cause);
    }
}

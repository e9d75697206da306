package io.eventcore;

/** A setting cannot be used. */
public final class ConfigurationException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a setting.
     *
     * @param message which setting, what it is, and what it may be
     */
    public ConfigurationException(String message) {
        super(ErrorCode.CONFIGURATION, message, null);
    }

    /**
     * Refuses a setting because something else has failed.
     *
     * @param message which setting, what it is, and what it may be
     * @param cause what failed
     */
    public ConfigurationException(String message, Throwable cause) {
        super(ErrorCode.CONFIGURATION, message, cause);
    }
}

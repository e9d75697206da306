package io.eventcore;

/** An event class cannot be registered, or a fold forgets one. */
public final class EventTypeRegistrationException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /**
     * Refuses a class, an upcaster, or a fold.
     *
     * @param message which one, and what to change
     */
    public EventTypeRegistrationException(String message) {
        super(ErrorCode.EVENT_TYPE_REGISTRATION, message, null);
    }
}

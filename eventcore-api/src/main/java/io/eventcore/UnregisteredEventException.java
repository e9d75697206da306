package io.eventcore;

/** The class of a payload is not registered with the store. Thrown before anything is sent. */
public final class UnregisteredEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final Class<?> payloadType;

    /** Names the class. */
    public UnregisteredEventException(Class<?> payloadType) {
        super(
                ErrorCode.UNREGISTERED_EVENT,
                "Event class " + payloadType.getName() + " is not registered: add it to EventTypes.of(...).",
                null);
        this.payloadType = payloadType;
    }

    /** The class that is not registered. */
    public Class<?> payloadType() {
        return payloadType;
    }
}

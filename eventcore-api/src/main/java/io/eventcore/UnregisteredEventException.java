package io.eventcore;

/** The class of a payload is not registered with the store. Thrown before anything is sent. */
public final class UnregisteredEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** The class that is not registered. */
    private final Class<?> payloadType;

    /**
     * Refuses an event.
     *
     * @param payloadType the class of its payload, which is not registered
     */
    public UnregisteredEventException(Class<?> payloadType) {
        super(
                ErrorCode.UNREGISTERED_EVENT,
                "Event class " + payloadType.getName() + " is not registered: add it to EventTypes.of(...).",
                null);
        this.payloadType = payloadType;
    }

    /** {@return the class that is not registered} */
    public Class<?> payloadType() {
        return payloadType;
    }
}

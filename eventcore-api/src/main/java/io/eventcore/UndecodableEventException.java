package io.eventcore;

/** The next event of the feed cannot be decoded; the cause says why. It is never left out silently. */
public final class UndecodableEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final transient EventReference event;

    /**
     * Names an event that cannot be handed out.
     *
     * @param event where it is
     * @param cause an {@link UnknownEventTypeException} or an {@link EventCodecException}
     */
    public UndecodableEventException(EventReference event, EventCoreException cause) {
        super(ErrorCode.UNDECODABLE_EVENT, event + " cannot be decoded: " + cause.problem(), cause);
        this.event = event;
    }

    /** {@return which event it is} */
    public EventReference event() {
        return event;
    }
}

package io.eventcore;

/** The store, or the append itself, holds an event of this id already; nothing was appended. */
public final class DuplicateEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final transient EventId eventId;

    /**
     * Refuses an append.
     *
     * @param eventId the id that exists already
     */
    public DuplicateEventException(EventId eventId) {
        super(ErrorCode.DUPLICATE_EVENT, "An event with id " + eventId + " exists already.", null);
        this.eventId = eventId;
    }

    /** {@return the id that exists already} */
    public EventId eventId() {
        return eventId;
    }
}

package io.eventcore;

/** The store holds an event under a name that no registered class claims. */
public final class UnknownEventTypeException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    /** The name that nothing claims. */
    private final String type;

    private final transient StreamId stream;
    /** The event's number in the stream. */
    private final long version;
    /** The event's place in the global order. */
    private final long position;

    /**
     * Names an event whose type is not known.
     *
     * @param type the stored name of the type
     * @param stream the stream that holds the event
     * @param version the event's number in the stream, at least 1
     * @param position the event's place in the global order, 0 if that is not known yet
     */
    public UnknownEventTypeException(String type, StreamId stream, long version, long position) {
        super(
                ErrorCode.UNKNOWN_EVENT_TYPE,
                "Event " + version + " of stream '" + stream + "', at position " + position + ", has the type '" + type
                        + "', which no registered class claims.",
                null);
        this.type = type;
        this.stream = stream;
        this.version = version;
        this.position = position;
    }

    /** {@return the name that nothing claims} */
    public String type() {
        return type;
    }

    /** {@return the stream that holds the event} */
    public StreamId stream() {
        return stream;
    }

    /** {@return the event's number in the stream} */
    public long version() {
        return version;
    }

    /** {@return the event's place in the global order, 0 if that is not known yet} */
    public long position() {
        return position;
    }
}

package io.eventcore;

/** The store holds an event under a name that no registered class claims. */
public final class UnknownEventTypeException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final String type;
    private final transient StreamId stream;
    private final long version;
    private final long position;

    /** Names the event type and the place. */
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

    /** The name that nothing claims. */
    public String type() {
        return type;
    }

    /** The stream that holds the event. */
    public StreamId stream() {
        return stream;
    }

    /** The event's number in the stream. */
    public long version() {
        return version;
    }

    /** The event's place in the global order. */
    public long position() {
        return position;
    }
}

package io.eventcore;

/** A command met, or decided on, an event of another family than the one it declares. Nothing was appended. */
public final class ForeignEventException extends EventCoreException {

    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    /** The stored type's name, or the class of an event that was to be written. */
    private final String type;

    private ForeignEventException(StreamId stream, String type, String message) {
        super(ErrorCode.FOREIGN_EVENT, message, null);
        this.stream = stream;
        this.type = type;
    }

    static ForeignEventException read(StoredEvent<?> event, Class<?> family) {
        return new ForeignEventException(
                event.stream(),
                event.type(),
                "Event " + event.version() + " of stream '" + event.stream() + "', at position " + event.position()
                        + ", has the type '" + event.type() + "', which is no " + family.getName() + ".");
    }

    static ForeignEventException written(Writes.Write write, Class<?> family) {
        String type = write.event().getClass().getName();
        return new ForeignEventException(
                write.stream(),
                type,
                "The command wrote an event of " + type + " to stream '" + write.stream() + "', which is no "
                        + family.getName() + ".");
    }

    /** {@return the stream that holds the event, or would have} */
    public StreamId stream() {
        return stream;
    }

    /** {@return the stored type's name, or the class of an event that was to be written} */
    public String type() {
        return type;
    }
}

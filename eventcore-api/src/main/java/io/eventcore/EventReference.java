package io.eventcore;

/**
 * Names an event in the store, without its payload.
 *
 * @param position its place in the global order
 * @param id its identity
 * @param stream the stream that holds it
 * @param version its number in the stream
 * @param type the stored name of its type
 */
public record EventReference(long position, EventId id, StreamId stream, long version, String type) {

    /**
     * {@return the name of an event}
     *
     * @param event an event as the store holds it
     */
    public static EventReference to(StoredEvent<?> event) {
        return new EventReference(event.position(), event.id(), event.stream(), event.version(), event.type());
    }

    @Override
    public String toString() {
        return "Event " + version + " of stream '" + stream + "', at position " + position + ", of type '" + type
                + "',";
    }
}

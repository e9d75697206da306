package io.eventcore;

/**
 * An event that is to be appended.
 *
 * @param stream the stream that it goes to
 * @param id its identity, chosen by the caller
 * @param payload the event itself; its class must be registered with the store
 * @param metadata what is known besides
 */
public record NewEvent(StreamId stream, EventId id, Object payload, EventMetadata metadata) {

    /**
     * Refuses nulls.
     *
     * @param stream the stream that it goes to
     * @param id its identity, chosen by the caller
     * @param payload the event itself; its class must be registered with the store
     * @param metadata what is known besides
     * @throws InvalidStreamException if the stream is null
     * @throws InvalidEventException if one of the others is null
     */
    public NewEvent {
        Required.stream(stream, "the stream of an event");
        Required.event(id, "the id of an event");
        if (payload == null) {
            throw new InvalidEventException("The payload of an event for stream '" + stream + "' is null.");
        }
        Required.event(metadata, "the metadata of an event");
    }

    /**
     * An event with a new random id and no metadata.
     *
     * @param stream the stream that it goes to
     * @param payload the event itself; its class must be registered with the store
     * @return the event
     */
    public static NewEvent of(StreamId stream, Object payload) {
        return new NewEvent(stream, EventId.random(), payload, EventMetadata.empty());
    }

    /** Shows which event it is, and of the payload its class: what events hold must not get into a log. */
    @Override
    public String toString() {
        return "NewEvent[stream=" + stream + ", id=" + id + ", payload="
                + payload.getClass().getName() + ", metadata=" + metadata + "]";
    }
}

package io.eventcore;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An event as the store holds it. Immutable, as long as the payload is.
 *
 * @param id the event's identity, unique in the store
 * @param stream the stream that it belongs to
 * @param version its number in the stream: the first event has 1, and there are no gaps
 * @param position its place in the global order of all events, at least 1, growing, with gaps
 * @param type the name under which it is stored: the name of its type, an alias, or a name that upcasters read
 * @param payload the event itself
 * @param metadata what is known besides
 * @param createdAt when the store took it, by the store's clock; events of one append share it
 * @param <E> the type of the payload
 */
public record StoredEvent<E>(
        EventId id,
        StreamId stream,
        long version,
        long position,
        String type,
        E payload,
        EventMetadata metadata,
        Instant createdAt) {

    /**
     * {@return the events that this one stands for: itself, or what an upcaster has split it into} Parts share its
     * stream, version, position, metadata and time. The first has its id, each other one an id of its own, the same
     * whenever it is read.
     */
    public List<StoredEvent<Object>> parts() {
        if (!(payload instanceof SplitPayload split)) {
            return List.of(as(Object.class));
        }
        List<StoredEvent<Object>> parts = new ArrayList<>(split.parts().size());
        for (SplitPayload.Part part : split.parts()) {
            EventId partId = parts.isEmpty() ? id : idOfPart(parts.size());
            parts.add(new StoredEvent<>(
                    partId, stream, version, position, part.type(), part.payload(), metadata, createdAt));
        }
        return parts;
    }

    private EventId idOfPart(int number) {
        return new EventId(UUID.nameUUIDFromBytes((id + "/" + number).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sees the payload as a narrower or wider type.
     *
     * @param payloadType a class of which the payload is an instance
     * @param <T> that class
     * @return the same event
     * @throws ClassCastException if the payload is not of this type
     */
    @SuppressWarnings("unchecked") // checked by the cast of the payload, which is all that depends on the type
    public <T> StoredEvent<T> as(Class<T> payloadType) {
        if (!payloadType.isInstance(payload)) {
            throw new ClassCastException("Event " + id + " is a " + type + ", no " + payloadType.getName() + ".");
        }
        return (StoredEvent<T>) this;
    }

    /** Shows which event it is, and of the payload its class: what events hold must not get into a log. */
    @Override
    public String toString() {
        return "StoredEvent[id=" + id + ", stream=" + stream + ", version=" + version + ", position=" + position
                + ", type=" + type + ", payload=" + Required.className(payload) + ", metadata=" + metadata
                + ", createdAt=" + createdAt + "]";
    }
}

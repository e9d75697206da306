package io.eventcore;

import java.time.Instant;

/**
 * An event as the store holds it. Immutable, as long as the payload is.
 *
 * @param id the event's identity, unique in the store
 * @param stream the stream that it belongs to
 * @param version its number in the stream: the first event has 1, and there are no gaps
 * @param position its place in the global order of all events, at least 1, growing, with gaps
 * @param type the name under which its type is registered
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
     * The same event, its payload seen as a narrower or wider type.
     *
     * @throws ClassCastException if the payload is not of this type
     */
    @SuppressWarnings("unchecked") // checked by the cast of the payload, which is all that depends on the type
    public <T> StoredEvent<T> as(Class<T> payloadType) {
        if (!payloadType.isInstance(payload)) {
            throw new ClassCastException("Event " + id + " is a " + type + ", no " + payloadType.getName() + ".");
        }
        return (StoredEvent<T>) this;
    }
}

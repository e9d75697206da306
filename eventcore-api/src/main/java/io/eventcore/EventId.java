package io.eventcore;

import java.util.UUID;

/**
 * The identity of an event, unique in a store. Appending an id that the store already holds is refused with a
 * {@link DuplicateEventException}, which makes an append safe to repeat.
 *
 * @param value the UUID
 */
public record EventId(UUID value) {

    /**
     * Refuses null.
     *
     * @param value the UUID
     * @throws InvalidEventException if it is null
     */
    public EventId {
        Required.event(value, "the id of an event");
    }

    /**
     * {@return the id with this UUID}
     *
     * @param value a UUID of any version
     */
    public static EventId of(UUID value) {
        return new EventId(value);
    }

    /**
     * {@return the id that this text stands for}
     *
     * @param value a UUID as {@link UUID#toString()} writes it
     * @throws IllegalArgumentException if the text is not a UUID
     */
    public static EventId of(String value) {
        return new EventId(UUID.fromString(Required.event(value, "the id of an event")));
    }

    /** {@return a new random id} */
    public static EventId random() {
        return new EventId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}

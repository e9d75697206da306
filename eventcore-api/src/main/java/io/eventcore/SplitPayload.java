package io.eventcore;

import java.util.List;

/**
 * What an upcaster has made of one stored event: one or more events of other types. It is the payload of that event
 * wherever stored events are handed out one by one, in {@link EventStore#read} and in the feed. Commands, folds and
 * projections never see it: they get the {@linkplain StoredEvent#parts() parts}. Immutable.
 *
 * @param parts at least one, in order
 */
public record SplitPayload(List<Part> parts) {

    /**
     * What one event was split into.
     *
     * @param parts at least one, in order; the list is copied
     */
    public SplitPayload {
        parts = List.copyOf(parts);
    }

    /**
     * One of the events.
     *
     * @param type the name of its type
     * @param payload the event itself
     */
    public record Part(String type, Object payload) {}
}

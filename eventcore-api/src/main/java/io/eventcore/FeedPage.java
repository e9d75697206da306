package io.eventcore;

import java.util.List;

/**
 * Some events of the feed.
 *
 * @param events those that match the filter, in global order
 * @param position where to go on from; it grows also when no event matched, but never over positions that no event has yet
 * @param head the position of the last event that was stored when the page was read, at least {@code position}
 * @param bytes about how much the payloads and metadata take as text; 0 if the store holds them in memory anyway
 */
public record FeedPage(List<StoredEvent<Object>> events, long position, long head, long bytes) {

    /**
     * A page of the feed.
     *
     * @param events the events that match, in global order; the list is copied
     * @param position where to go on from
     * @param head the position of the last event that was stored, at least {@code position}
     * @param bytes about how much the payloads and metadata take as text
     */
    public FeedPage {
        events = List.copyOf(events);
    }

    /**
     * A page of events that take no memory of their own.
     *
     * @param events the events that match, in global order; the list is copied
     * @param position where to go on from
     * @param head the highest position given out, at least {@code position}
     */
    public FeedPage(List<StoredEvent<Object>> events, long position, long head) {
        this(events, position, head, 0);
    }
}

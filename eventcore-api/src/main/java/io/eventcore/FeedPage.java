package io.eventcore;

import java.util.List;

/**
 * Some events of the feed.
 *
 * @param events those that match the filter, in global order
 * @param position where to go on from; it grows also when no event matched, but never over positions that no event has yet
 * @param head the position of the last event that was stored when the page was read, at least {@code position}
 */
public record FeedPage(List<StoredEvent<Object>> events, long position, long head) {

    /**
     * A page of the feed.
     *
     * @param events the events that match, in global order; the list is copied
     * @param position where to go on from
     * @param head the position of the last event that was stored, at least {@code position}
     */
    public FeedPage {
        events = List.copyOf(events);
    }
}

package io.eventcore;

import java.util.List;

/**
 * Some events of the feed.
 *
 * @param events those that match the filter, in global order
 * @param position where to go on from; it grows also when no event matched
 * @param head the highest position given out when the page was read, at least {@code position}
 */
public record FeedPage(List<StoredEvent<Object>> events, long position, long head) {

    /**
     * A page of the feed.
     *
     * @param events the events that match, in global order; the list is copied
     * @param position where to go on from
     * @param head the highest position given out, at least {@code position}
     */
    public FeedPage {
        events = List.copyOf(events);
    }
}

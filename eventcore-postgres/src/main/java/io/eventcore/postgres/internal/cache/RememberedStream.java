package io.eventcore.postgres.internal.cache;

import java.util.ArrayList;
import java.util.List;

/**
 * The first events of a stream, all of them up to a version. Events never change, so this is true for ever; the stream may
 * only have gone on. Immutable.
 */
final class RememberedStream {

    /** What the entry itself takes. */
    private static final long OVERHEAD = 200;

    static final RememberedStream EMPTY = new RememberedStream(List.of(), OVERHEAD);

    private final List<RememberedEvent> events;
    private final long bytes;

    private RememberedStream(List<RememberedEvent> events, long bytes) {
        this.events = events;
        this.bytes = bytes;
    }

    long version() {
        return events.size();
    }

    List<RememberedEvent> events() {
        return events;
    }

    long bytes() {
        return bytes;
    }

    /**
     * The longer one of this, and of this with more events behind a version.
     *
     * @param after the version behind which they stand; there must be no gap
     */
    RememberedStream with(long after, List<RememberedEvent> more) {
        if (after + more.size() <= version()) {
            return this;
        }
        List<RememberedEvent> news = more.subList((int) (version() - after), more.size());
        List<RememberedEvent> longer = new ArrayList<>(events.size() + news.size());
        longer.addAll(events);
        longer.addAll(news);
        long added = 0;
        for (RememberedEvent event : news) {
            added += event.bytes();
        }
        return new RememberedStream(longer, bytes + added);
    }
}

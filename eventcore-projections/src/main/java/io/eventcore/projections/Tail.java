package io.eventcore.projections;

import io.eventcore.EventFilter;
import io.eventcore.FeedPage;
import io.eventcore.LogEpoch;
import io.eventcore.StoredEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * The last pages of the feed. Immutable.
 *
 * @param epoch of the log that they belong to
 * @param pages without a gap between them, at least one, in order
 */
record Tail(LogEpoch epoch, List<Part> pages) {

    /** The most pages that are kept: a reader that lags further reads for itself. */
    private static final int MOST_PAGES = 8;

    /** The most bytes that they have together, as text, unless the last page alone has more. */
    private static final long MOST_BYTES = 8L * 1024 * 1024;

    static Tail of(LogEpoch epoch, long after, FeedPage page) {
        return new Tail(epoch, List.of(new Part(after, page)));
    }

    /** With one page more; the oldest goes when there are too many. */
    Tail with(FeedPage page) {
        if (page.position() == to()) {
            // It brought nothing but perhaps a new head.
            Part last = last();
            return new Tail(
                    epoch,
                    replaceLast(new Part(
                            last.after,
                            new FeedPage(last.page.events(), last.page.position(), page.head(), last.page.bytes()))));
        }
        long bytes = page.bytes();
        int first = pages.size();
        while (first > 0
                && pages.size() - first + 1 < MOST_PAGES
                && bytes + pages.get(first - 1).page.bytes() <= MOST_BYTES) {
            first--;
            bytes += pages.get(first).page.bytes();
        }
        List<Part> grown = new ArrayList<>(pages.subList(first, pages.size()));
        grown.add(new Part(to(), page));
        return new Tail(epoch, List.copyOf(grown));
    }

    private List<Part> replaceLast(Part part) {
        List<Part> replaced = new ArrayList<>(pages.subList(0, pages.size() - 1));
        replaced.add(part);
        return List.copyOf(replaced);
    }

    long from() {
        return pages.get(0).after;
    }

    long to() {
        return last().page.position();
    }

    long head() {
        return last().page.head();
    }

    /** Whether events behind this position are known. */
    boolean covers(long after) {
        return from() <= after && after < to();
    }

    /** The events after a position that match, up to a limit, from pages of so many bytes; of a position that is covered. */
    FeedPage page(long after, EventFilter filter, int limit, long maxBytes) {
        List<StoredEvent<Object>> events = new ArrayList<>();
        long bytes = 0;
        for (Part part : pages) {
            if (part.page.position() <= after) {
                continue;
            }
            if (!events.isEmpty() && bytes + part.page.bytes() > maxBytes) {
                return new FeedPage(events, part.after, head(), bytes);
            }
            bytes += part.page.bytes();
            for (StoredEvent<Object> event : part.page.events()) {
                if (event.position() > after && filter.matches(event)) {
                    events.add(event);
                    if (events.size() == limit) {
                        return new FeedPage(events, event.position(), head(), bytes);
                    }
                }
            }
        }
        return new FeedPage(events, to(), head(), bytes);
    }

    private Part last() {
        return pages.get(pages.size() - 1);
    }

    /**
     * A page.
     *
     * @param after the position behind which it was read
     */
    record Part(long after, FeedPage page) {}
}

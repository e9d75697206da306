package io.eventcore.testkit;

import io.eventcore.EventFeed;
import io.eventcore.EventFilter;
import io.eventcore.EventStore;
import io.eventcore.FeedPage;
import io.eventcore.Segment;
import io.eventcore.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Stores whose feed skips, repeats, or filters wrongly. */
final class BrokenFeeds {

    private BrokenFeeds() {}

    /** Passes everything on to another feed. */
    private static class ForwardingFeed implements EventFeed {
        final EventFeed feed;

        ForwardingFeed(EventFeed feed) {
            this.feed = feed;
        }

        @Override
        public FeedPage read(long after, EventFilter filter, int limit, long maxBytes) {
            return feed.read(after, filter, limit, maxBytes);
        }

        @Override
        public long head() {
            return feed.head();
        }

        @Override
        public Subscription onCommit(Runnable callback) {
            return feed.onCommit(callback);
        }
    }

    /** How one page is read from a sound feed. */
    private interface Reading {
        FeedPage read(EventFeed feed, long after, EventFilter filter, int limit);
    }

    private static EventStore with(EventStore sound, UnaryOperator<EventFeed> change) {
        return new ForwardingStore(sound) {
            @Override
            public EventFeed feed() {
                return change.apply(store.feed());
            }
        };
    }

    private static EventStore reading(EventStore sound, Reading reading) {
        return with(sound, feed -> new ForwardingFeed(feed) {
            @Override
            public FeedPage read(long after, EventFilter filter, int limit, long maxBytes) {
                return reading.read(feed, after, filter, limit);
            }
        });
    }

    static EventStore goingBackToTheHead(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            long head = feed.head();
            return after > head ? new FeedPage(List.of(), head, head) : feed.read(after, filter, limit);
        });
    }

    /** The event at the head is not visible yet, and when it is, its reader is past it. */
    static EventStore skippingLateCommits(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            List<StoredEvent<Object>> visible = page.events().stream()
                    .filter(event -> event.position() < page.head() || event.position() % 5 != 0)
                    .toList();
            return new FeedPage(visible, page.position(), page.head());
        });
    }

    static EventStore withOverlappingPages(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            long position = page.position() - (page.events().size() > 1 ? 1 : 0);
            return new FeedPage(page.events(), position, page.head());
        });
    }

    static EventStore deliveringTheLastOfAPageTwice(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            List<StoredEvent<Object>> events = new ArrayList<>(page.events());
            if (!events.isEmpty()) {
                events.add(events.get(events.size() - 1));
            }
            return new FeedPage(events, page.position(), page.head());
        });
    }

    /** What nobody can tell from the order of what is delivered. */
    static EventStore hidingOneStream(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            List<StoredEvent<Object>> visible = page.events().stream()
                    .filter(event -> !event.stream().value().endsWith("-3"))
                    .toList();
            return new FeedPage(visible, page.position(), page.head());
        });
    }

    static EventStore newestFirst(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            List<StoredEvent<Object>> events = new ArrayList<>(page.events());
            Collections.reverse(events);
            return new FeedPage(events, page.position(), page.head());
        });
    }

    static EventStore jumpingToTheHead(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            return new FeedPage(page.events(), page.head(), page.head());
        });
    }

    static EventStore stayingWhereNothingMatched(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            int count = page.events().size();
            long position = count == 0 ? after : page.events().get(count - 1).position();
            return new FeedPage(page.events(), position, page.head());
        });
    }

    static EventStore withoutLimit(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> feed.read(after, filter, Integer.MAX_VALUE));
    }

    static EventStore withOneCursorForAllReaders(EventStore sound) {
        AtomicLong cursor = new AtomicLong();
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(Math.max(after, cursor.get()), filter, limit);
            cursor.set(page.position());
            return page;
        });
    }

    static EventStore withTimesOfItsOwn(EventStore sound) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, filter, limit);
            List<StoredEvent<Object>> events = page.events().stream()
                    .map(event -> Changes.withCreatedAt(event, event.createdAt().plusNanos(1)))
                    .toList();
            return new FeedPage(events, page.position(), page.head());
        });
    }

    /** Reads without the filter and then lets a condition choose. */
    private static EventStore filtering(EventStore sound, Filtering filtering) {
        return reading(sound, (feed, after, filter, limit) -> {
            FeedPage page = feed.read(after, EventFilter.all(), limit);
            Predicate<StoredEvent<Object>> condition = filtering.conditionOf(filter);
            return new FeedPage(page.events().stream().filter(condition).toList(), page.position(), page.head());
        });
    }

    /** What a filter is taken to mean. */
    private interface Filtering {
        Predicate<StoredEvent<Object>> conditionOf(EventFilter filter);
    }

    static EventStore ignoringTypes(EventStore sound) {
        return filtering(sound, filter -> filter.withTypes()::matches);
    }

    static EventStore ignoringStreams(EventStore sound) {
        return filtering(sound, filter -> filter.withStreams(List.of())::matches);
    }

    static EventStore ignoringCorrelation(EventStore sound) {
        return filtering(sound, filter -> filter.correlationId().isPresent() ? event -> true : filter::matches);
    }

    /** As SQL's LIKE would, where nobody took care of its wildcards. */
    static EventStore takingPrefixesAsPatterns(EventStore sound) {
        return filtering(sound, filter -> {
            String regex = filter.streamPrefix()
                    .map(prefix -> Pattern.quote(prefix).replace("_", "\\E.\\Q").replace("%", "\\E.*\\Q"))
                    .orElse("");
            Pattern pattern = Pattern.compile(regex + ".*");
            return event -> pattern.matcher(event.stream().value()).matches();
        });
    }

    /** As SQL's LIKE would, where only the stars were translated. */
    static EventStore takingPatternsForThoseOfSql(EventStore sound) {
        return filtering(sound, filter -> {
            String regex = filter.streamPattern()
                    .map(text -> Pattern.quote(text).replace("_", "\\E.\\Q").replaceAll("[%*]", "\\\\E.*\\\\Q"))
                    .orElse(".*");
            Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
            return event -> pattern.matcher(event.stream().value()).matches();
        });
    }

    static EventStore ignoringSegments(EventStore sound) {
        return filtering(sound, filter -> filter.withSegment(Segment.ALL)::matches);
    }

    /** As a storage might that has a hash of its own. */
    static EventStore dividingByAnotherHash(EventStore sound) {
        return filtering(sound, filter -> {
            Segment segment = filter.segment();
            return event -> Math.floorMod(event.stream().hashCode(), segment.count()) == segment.number();
        });
    }

    static EventStore joiningConditionsByOr(EventStore sound) {
        return filtering(
                sound,
                filter -> event -> EventFilter.all()
                                .withTypes(filter.types().toArray(String[]::new))
                                .matches(event)
                        || EventFilter.all().withStreams(filter.streams()).matches(event));
    }

    static EventStore withAHeadOneTooHigh(EventStore sound) {
        return with(sound, feed -> new ForwardingFeed(feed) {
            @Override
            public FeedPage read(long after, EventFilter filter, int limit, long maxBytes) {
                FeedPage page = feed.read(after, filter, limit);
                return new FeedPage(page.events(), page.position(), page.head() + 1);
            }

            @Override
            public long head() {
                return feed.head() + 1;
            }
        });
    }

    static EventStore neverCallingBack(EventStore sound) {
        return with(sound, feed -> new ForwardingFeed(feed) {
            @Override
            public Subscription onCommit(Runnable callback) {
                return () -> {};
            }
        });
    }

    static EventStore neverForgettingACallback(EventStore sound) {
        return with(sound, feed -> new ForwardingFeed(feed) {
            @Override
            public Subscription onCommit(Runnable callback) {
                feed.onCommit(callback);
                return () -> {};
            }
        });
    }
}

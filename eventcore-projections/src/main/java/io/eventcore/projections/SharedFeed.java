package io.eventcore.projections;

import io.eventcore.EventFeed;
import io.eventcore.EventFeed.Subscription;
import io.eventcore.EventFilter;
import io.eventcore.EventStore;
import io.eventcore.FeedPage;
import io.eventcore.LogEpoch;
import io.eventcore.UndecodableEventException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The feed as several readers in one process see it. Near its end one of them reads for all: the last pages are kept, and
 * each takes from them what its own filter wants. A reader that lags reads for itself until it has caught up.
 *
 * <p>Readers that ask in vain do not each ask the store: a look that has just found nothing answers them all, until this
 * process commits something or the pause is over.
 *
 * <p>Bounded in bytes as a whole, not for each reader: the more readers, the smaller their pages. Thread-safe.
 */
final class SharedFeed {

    /** What the pages of all readers take together, as text, with those that are read ahead and without the tail. */
    static final long BYTES = 16L * 1024 * 1024;

    /** The smallest pages that are worth a query. Each has one event in any case. */
    private static final long FEWEST_BYTES = 64L * 1024;

    private final EventFeed feed;
    private final Duration hotPause;
    private final Duration idlePause;
    private final int pageSize;
    private final ReentrantLock looking = new ReentrantLock();
    private final List<Runnable> wakeUps = new CopyOnWriteArrayList<>();
    private final List<Reader> readers = new CopyOnWriteArrayList<>();

    private volatile boolean committed = true;
    private volatile @Nullable Tail tail;
    private Duration pause;
    private long lookedAtNanos;
    /** The last look came to the end of the feed. */
    private boolean exhausted;

    SharedFeed(EventFeed feed, ProjectionConfig config) {
        this.feed = feed;
        this.hotPause = config.hotPoll();
        this.idlePause = config.idlePoll();
        this.pageSize = config.batchSize();
        this.pause = hotPause;
    }

    /** The position of the last event that is stored. Blocks for one query. */
    long head() {
        return feed.head();
    }

    /** The log that is read now. */
    LogEpoch epoch() {
        return feed.epoch();
    }

    /** A reader of the events that match a filter. It must be closed. */
    Reader reader(EventFilter filter) {
        Reader reader = new Reader(filter);
        readers.add(reader);
        forget();
        return reader;
    }

    /** Reads without the others. Blocks for one query. */
    FeedPage readAlone(long after, EventFilter filter, int limit) {
        return feed.read(after, filter, limit, share());
    }

    /** How many bytes a page has. A reader may have two: the one that it applies, and the next. */
    private long share() {
        long half = BYTES / (2L * Math.max(1, readers.size()));
        return Math.max(FEWEST_BYTES, Math.min(EventFeed.PAGE_BYTES, half));
    }

    /** Calls back after commits, and when somebody has found something new. */
    Subscription onCommit(Runnable callback) {
        wakeUps.add(callback);
        Subscription commits = feed.onCommit(() -> {
            committed = true;
            callback.run();
        });
        // While nobody listened, a commit may have been missed.
        committed = true;
        return () -> {
            commits.close();
            wakeUps.remove(callback);
        };
    }

    private FeedPage read(long after, EventFilter filter, int limit) {
        Tail known = tailOf(feed.epoch());
        if (known != null && known.covers(after)) {
            return known.page(after, filter, limit, share());
        }
        if (known != null && after < known.from()) {
            return feed.read(after, filter, limit, share());
        }
        return readAtTheEnd(after, filter, limit);
    }

    /** The pages that were read in an epoch; those of another log are of no use. */
    private @Nullable Tail tailOf(LogEpoch epoch) {
        Tail known = tail;
        return known != null && known.epoch() == epoch ? known : null;
    }

    /** One looks, the others wait for what it finds. */
    private FeedPage readAtTheEnd(long after, EventFilter filter, int limit) {
        looking.lock();
        try {
            LogEpoch epoch = feed.epoch();
            Tail known = tailOf(epoch);
            if (known != null && known.covers(after)) {
                return known.page(after, filter, limit, share());
            }
            if (known != null && after < known.from()) {
                return feed.read(after, filter, limit, share());
            }
            if (known != null && known.to() == after && hasJustBeenLooked()) {
                return new FeedPage(List.of(), after, Math.max(after, known.head()));
            }
            return look(epoch, known, after, filter, limit);
        } finally {
            looking.unlock();
        }
    }

    private boolean hasJustBeenLooked() {
        // Half of it: a reader that pauses so long finds a look of its own due.
        return exhausted && !committed && System.nanoTime() - lookedAtNanos < pause.toNanos() / 2;
    }

    private FeedPage look(LogEpoch epoch, @Nullable Tail known, long after, EventFilter filter, int limit) {
        // Before the look: a commit that comes during it may not be seen by it.
        committed = false;
        lookedAtNanos = System.nanoTime();
        // Readers come and go meanwhile.
        List<EventFilter> filters = readers.stream().map(Reader::filter).toList();
        FeedPage page;
        try {
            page = feed.read(after, FilterUnion.of(filters), Math.max(limit, pageSize), share());
        } catch (UndecodableEventException undecodable) {
            // This reader may not want it at all.
            forgetAfterLook();
            return feed.read(after, filter, limit, share());
        } catch (RuntimeException | Error failure) {
            forgetAfterLook();
            throw failure;
        }
        // If another log came meanwhile, nobody knows of which one the page is. It is kept under the epoch that is
        // over, and
        // whoever gets it finds that out.
        Tail grown = known != null && known.to() == after ? known.with(page) : Tail.of(epoch, after, page);
        tail = grown;
        exhausted = page.position() >= page.head();
        if (page.position() > after) {
            pause = hotPause;
            wakeUps.forEach(Runnable::run);
        } else {
            // What is held back by an append under way comes soon.
            pause = page.position() < page.head() ? hotPause : Pacing.longer(pause, idlePause);
        }
        if (filters.equals(List.of(filter)) && page.events().size() <= limit) {
            return page;
        }
        return grown.covers(after)
                ? grown.page(after, filter, limit, share())
                : new FeedPage(List.of(), after, Math.max(after, page.head()));
    }

    private void forgetAfterLook() {
        committed = true;
        tail = null;
    }

    /** What was kept does not hold what a new reader wants, or is perhaps not of this log. */
    void forget() {
        looking.lock();
        try {
            forgetAfterLook();
        } finally {
            looking.unlock();
        }
    }

    /** Reads what matches its filter. Thread-safe. */
    final class Reader implements AutoCloseable {
        private final EventFilter filter;

        private Reader(EventFilter filter) {
            this.filter = filter;
        }

        EventFilter filter() {
            return filter;
        }

        /** The page behind a position. Blocks for one query at most, of its own or of another reader. */
        FeedPage read(long after, int limit) {
            return SharedFeed.this.read(after, filter, limit);
        }

        /** Whether more comes after this page for sure, and may be held beside it. */
        boolean mayReadAhead(FeedPage page, int limit) {
            long share = share();
            boolean full = page.events().size() == limit || (page.bytes() > share / 2 && page.position() < page.head());
            return full && page.bytes() <= share;
        }

        @Override
        public void close() {
            readers.remove(this);
        }
    }

    /** The feed of a store, made when it is first needed. Thread-safe. */
    static final class Source {
        private final EventStore store;
        private final ProjectionConfig config;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable SharedFeed feed;

        Source(EventStore store, ProjectionConfig config) {
            this.store = store;
            this.config = config;
        }

        SharedFeed get() {
            lock.lock();
            try {
                SharedFeed made = feed;
                if (made == null) {
                    made = new SharedFeed(store.feed(), config);
                    feed = made;
                }
                return made;
            } finally {
                lock.unlock();
            }
        }
    }
}

package io.eventcore.projections;

import io.eventcore.FeedPage;
import io.opentelemetry.context.Context;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pages of the feed, and on request the next one on a thread of its own, while its user applies the present one.
 * It is never more than one page ahead. Used by one thread.
 */
final class ReadAhead implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    /** A projection that has caught up reads nothing ahead; its thread ends. */
    private static final long IDLE_SECONDS = 5;

    private final SharedFeed.Reader feed;
    private final int limit;
    private final ThreadPoolExecutor reader;
    private final AtomicBoolean reading = new AtomicBoolean();
    private @Nullable Ahead ahead;

    /**
     * Reads pages.
     *
     * @param name of the thread that uses it; its own is called after it
     * @param feed is closed with this
     * @param limit the most events of a page
     */
    ReadAhead(String name, SharedFeed.Reader feed, int limit) {
        this.feed = feed;
        this.limit = limit;
        this.reader =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-ahead");
                    thread.setDaemon(true);
                    return thread;
                });
        reader.allowCoreThreadTimeOut(true);
    }

    /**
     * The page behind a position. What fails ahead is read again here, so that a failure is met where the page is
     * needed, and only if it is still there.
     */
    FeedPage read(long after) throws InterruptedException {
        Ahead page = ahead;
        ahead = null;
        if (page != null && page.after == after) {
            try {
                return page.future.get();
            } catch (ExecutionException e) {
                LOG.debug("The page behind position {} could not be read ahead; it is read again.", after, e);
            }
        }
        return feed.read(after, limit);
    }

    /** What was read ahead may be of another log, or after another position. */
    void forget() {
        ahead = null;
    }

    /** Begins to read the page after this one, if this one is full: only then is more after it for sure. */
    void startBehind(FeedPage page) {
        // A page that was given up may still be on its way. A second one would be one too many.
        if (feed.mayReadAhead(page, limit) && reading.compareAndSet(false, true)) {
            long after = page.position();
            try {
                ahead = new Ahead(after, reader.submit(Context.current().wrap(reading(after))));
            } catch (OutOfMemoryError noThread) {
                reading.set(false);
                LOG.warn("There is no thread to read ahead; pages are read when they are needed.", noThread);
            }
        }
    }

    private Callable<FeedPage> reading(long after) {
        return () -> {
            try {
                return feed.read(after, limit);
            } finally {
                reading.set(false);
            }
        };
    }

    /** Ends the thread, and waits for that: nothing uses the store behind the back of who stopped the projection. */
    @Override
    public void close() {
        ahead = null;
        reader.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = reader.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        feed.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private record Ahead(long after, Future<FeedPage> future) {}
}

package io.eventcore;

/**
 * All events of a store in global order, for projections. A reader that goes on from the position of the page before
 * gets every event exactly once, and those of one stream in their order. Thread-safe.
 */
public interface EventFeed {

    /** How many bytes a page has at most unless something else is asked for: 4 MiB. */
    long PAGE_BYTES = 4L * 1024 * 1024;

    /**
     * Reads the next events that match the filter, {@value #PAGE_BYTES} bytes of them at most. See {@link #read(long,
     * EventFilter, int, long)}.
     *
     * @param after the position after which to start; 0 starts at the beginning
     * @param filter which events to return
     * @param limit the most events to return, at least 1
     * @return the events, with the position from which to go on
     * @throws UndecodableEventException if the next event cannot be decoded, or its type is not registered
     * @throws StoreUnavailableException if the storage cannot be reached
     */
    default FeedPage read(long after, EventFilter filter, int limit) {
        return read(after, filter, limit, PAGE_BYTES);
    }

    /**
     * Reads the next events that match the filter. Blocks for one query, and for some more if events are large.
     *
     * <p>Events of appends that are still under way are held back together with all behind them, so that no later
     * commit can appear before the position that this returns. An event that cannot be decoded ends the page before
     * it; it is thrown when it would be the first. A page of few events may have searched a part of the feed only: its
     * position says how far. It never lies beyond the last event that is stored, matching or not, unless {@code after} does:
     * a number that no event has yet, or that an append has given up, may still be given to another event.
     *
     * @param after the position behind which to start; 0 starts at the beginning
     * @param filter which events to return
     * @param limit the most events to return, at least 1
     * @param maxBytes the page ends before the event with which its payloads and metadata, as text, would exceed so many
     *     bytes; the first event comes however large it is. A store that holds all events in memory need not look at it
     * @return the events, with the position from which to go on
     * @throws UndecodableEventException if the next event cannot be decoded, or its type is not registered, or it is larger
     *     than the store reads
     * @throws StoreUnavailableException if the storage cannot be reached
     */
    FeedPage read(long after, EventFilter filter, int limit, long maxBytes);

    /** {@return the position of the last event that is stored, 0 in an empty store} Blocks for one query. */
    long head();

    /** {@return the epoch of the log that is read now, as {@link EventStore#epoch()}} Does not block. */
    default LogEpoch epoch() {
        return LogEpoch.ONLY;
    }

    /**
     * Calls back after each commit that this store object makes, and, where the store is told of them, after those of
     * other processes, so that a projection need not wait for its next poll.
     *
     * @param callback runs on a thread of the store: it must be quick and must not throw
     * @return closes the subscription
     */
    Subscription onCommit(Runnable callback);

    /** A callback that can be taken back. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}

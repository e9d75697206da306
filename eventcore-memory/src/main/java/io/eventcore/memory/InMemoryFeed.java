package io.eventcore.memory;

import io.eventcore.EventFeed;
import io.eventcore.EventFilter;
import io.eventcore.FeedPage;

/** The log in global order. Appends are one moment, so there is never one under way. */
final class InMemoryFeed implements EventFeed {

    private final EventLog log;
    private final CommitListeners listeners;

    InMemoryFeed(EventLog log, CommitListeners listeners) {
        this.log = log;
        this.listeners = listeners;
    }

    @Override
    public FeedPage read(long after, EventFilter filter, int limit) {
        if (after < 0) {
            throw new IllegalArgumentException(
                    "The feed cannot be read from behind position " + after + "; 0 starts at the beginning.");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("A page of the feed holds at least 1 event, not " + limit + ".");
        }
        return log.page(after, filter, limit);
    }

    @Override
    public long head() {
        return log.head();
    }

    @Override
    public Subscription onCommit(Runnable callback) {
        log.refuseIfClosed();
        return listeners.add(callback);
    }
}

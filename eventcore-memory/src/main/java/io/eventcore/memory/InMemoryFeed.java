package io.eventcore.memory;

import io.eventcore.EventCoreException;
import io.eventcore.EventFeed;
import io.eventcore.EventFilter;
import io.eventcore.EventReference;
import io.eventcore.FeedPage;
import io.eventcore.StoredEvent;
import io.eventcore.UndecodableEventException;
import java.util.ArrayList;
import java.util.List;

/** The log in global order. Appends are one moment, so there is never one under way. */
final class InMemoryFeed implements EventFeed {

    private final EventLog log;
    private final KeptPayloads payloads;
    private final CommitListeners listeners;

    InMemoryFeed(EventLog log, KeptPayloads payloads, CommitListeners listeners) {
        this.log = log;
        this.payloads = payloads;
        this.listeners = listeners;
    }

    @Override
    public FeedPage read(long after, EventFilter filter, int limit, long maxBytes) {
        if (after < 0) {
            throw new IllegalArgumentException(
                    "The feed cannot be read from behind position " + after + "; 0 starts at the beginning.");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("A page of the feed holds at least 1 event, not " + limit + ".");
        }
        FeedPage kept = log.page(after, filter, limit);
        List<StoredEvent<Object>> events = new ArrayList<>(kept.events().size());
        for (StoredEvent<Object> event : kept.events()) {
            try {
                events.add(payloads.read(event));
            } catch (EventCoreException undecodable) {
                if (events.isEmpty()) {
                    throw new UndecodableEventException(EventReference.to(event), undecodable);
                }
                return new FeedPage(events, events.get(events.size() - 1).position(), kept.head());
            }
        }
        return new FeedPage(events, kept.position(), kept.head());
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

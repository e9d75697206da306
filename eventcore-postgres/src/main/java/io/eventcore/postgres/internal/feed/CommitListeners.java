package io.eventcore.postgres.internal.feed;

import io.eventcore.EventFeed.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know that this process has committed something. Thread-safe. */
public final class CommitListeners {

    private static final Logger log = LoggerFactory.getLogger(CommitListeners.class);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    Subscription add(Runnable callback) {
        Entry entry = new Entry(callback);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    /** Calls everyone back; one that throws does not keep the others from being called. */
    public void committed() {
        for (Entry entry : entries) {
            try {
                entry.callback.run();
            } catch (RuntimeException e) {
                log.warn("A commit listener failed; it must not throw.", e);
            }
        }
    }

    /** One subscription; the same callback may be added twice. */
    private static final class Entry {
        private final Runnable callback;

        Entry(Runnable callback) {
            this.callback = callback;
        }
    }
}

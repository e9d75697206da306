package io.eventcore.postgres.internal.feed;

import io.eventcore.EventFeed.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who wants to know that something was committed, by this process or, where there are hints, by others. Thread-safe. */
public final class CommitListeners {

    private static final Logger log = LoggerFactory.getLogger(CommitListeners.class);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final ReentrantLock changes = new ReentrantLock();
    private final CommitHints hints;
    private boolean closed;

    /** Tells these hints of what is committed here, and listens to them while anybody wants to know. */
    public CommitListeners(CommitHints hints) {
        this.hints = hints;
    }

    Subscription add(Runnable callback) {
        Entry entry = new Entry(callback);
        changes.lock();
        try {
            entries.add(entry);
            if (entries.size() == 1 && !closed) {
                hints.listen(this::callBack);
            }
        } finally {
            changes.unlock();
        }
        return () -> remove(entry);
    }

    private void remove(Entry entry) {
        changes.lock();
        try {
            if (entries.remove(entry) && entries.isEmpty()) {
                hints.stopListening();
            }
        } finally {
            changes.unlock();
        }
    }

    /** Something was committed here. */
    public void committed() {
        callBack();
        hints.committed();
    }

    /** Ends the hints, and sends a last one if there is something to tell. */
    public void close() {
        changes.lock();
        try {
            closed = true;
            hints.stopListening();
        } finally {
            changes.unlock();
        }
        hints.close();
    }

    /** Calls everyone back; one that throws does not keep the others from being called. */
    private void callBack() {
        for (Entry entry : entries) {
            try {
                entry.callback.run();
            } catch (Throwable e) { // one that is not loaded after a redeployment must not hurt the others
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

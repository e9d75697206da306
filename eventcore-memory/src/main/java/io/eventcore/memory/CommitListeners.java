package io.eventcore.memory;

import io.eventcore.EventFeed.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who wants to know of commits. */
final class CommitListeners {

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    Subscription add(Runnable callback) {
        Listener listener = new Listener(callback);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Calls everybody. The events are in the log already, so a callback that fails must not fail the append, nor keep
     * the others from being called: its failure goes where those of threads go.
     */
    void afterCommit() {
        for (Listener listener : listeners) {
            try {
                listener.callback.run();
            } catch (Throwable e) { // also of a class that cannot be loaded
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }

    /** Tells one subscription from another, also when both have the same callback. */
    private static final class Listener {
        private final Runnable callback;

        private Listener(Runnable callback) {
            this.callback = callback;
        }
    }
}

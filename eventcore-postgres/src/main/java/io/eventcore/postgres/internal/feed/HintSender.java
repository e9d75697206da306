package io.eventcore.postgres.internal.feed;

import io.eventcore.EventCoreException;
import io.eventcore.postgres.internal.sql.Database;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells others of commits, on a thread of its own: many commits at once are one hint. Thread-safe. */
final class HintSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HintSender.class);

    private static final String NOTIFY = "SELECT pg_notify(" + NotifyHints.CHANNEL + ", ?)";

    private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Database database;
    private final String sender;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile long earliest = System.nanoTime();
    private boolean failing;

    HintSender(Database database, String name, String sender) {
        this.database = database;
        this.sender = sender;
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Sends a hint soon, unless one is about to be sent. */
    @SuppressWarnings("FutureReturnValueIgnored") // a failure is told where it happens
    void committed() {
        if (waiting.compareAndSet(false, true)) {
            try {
                thread.schedule(this::send, Math.max(0, earliest - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("The store is being closed; the others find its last commits by polling.", e);
            }
        }
    }

    private void send() {
        // Before the hint goes out: a commit from now on needs another one.
        waiting.set(false);
        earliest = System.nanoTime() + APART_NANOS;
        try {
            database.once("telling other processes of a commit", connection -> {
                try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
                    statement.setString(1, sender);
                    return statement.execute();
                }
            });
            failing = false;
        } catch (EventCoreException e) {
            if (!failing) {
                log.warn("Other processes cannot be told of commits; until they can, they find them by polling.", e);
                failing = true;
            }
        }
    }

    /** Sends what waits, if that is possible soon. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}

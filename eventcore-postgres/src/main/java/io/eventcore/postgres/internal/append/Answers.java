package io.eventcore.postgres.internal.append;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that are decided, and that callers have not been given yet. Giving one runs what the caller has chained to its
 * future, which may throw anything, or block: so answers are given outside of batches and locks, each on its own, by
 * whichever thread has time. Thread-safe.
 */
final class Answers implements Executor {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicLong given = new AtomicLong();

    /** As of the last look; only for the thread that looks. */
    private long givenBefore;

    /** Takes an answer, which is given soon. */
    @Override
    public void execute(Runnable answer) {
        waiting.add(answer);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Gives one answer, on the calling thread. Returns whether there was one. Throws nothing. */
    boolean giveNext() {
        Runnable answer = waiting.poll();
        if (answer == null) {
            return false;
        }
        try {
            answer.run();
        } catch (Throwable failure) { // whatever the code of a caller throws
            Failures.log(log, "What follows an append failed; the append is not touched by that.", failure);
        }
        given.incrementAndGet();
        return true;
    }

    /**
     * Finds somebody to give answers if nobody has given one since the last look. Called by one thread, now and then.
     *
     * @return whether there are any
     */
    boolean lookAfter() {
        long now = given.get();
        boolean isStuck = now == givenBefore;
        givenBefore = now;
        if (waiting.isEmpty()) {
            return false;
        }
        if (isStuck) {
            Thread helper = new Thread(this::giveAll, "eventcore-append-answers");
            helper.setDaemon(true);
            helper.start();
        }
        return true;
    }

    /** Gives all, on the calling thread. */
    void giveAll() {
        while (giveNext()) {
            // until there are none
        }
    }
}

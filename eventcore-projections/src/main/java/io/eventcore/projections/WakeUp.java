package io.eventcore.projections;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A pause that others can end. A wake-up is kept until the next pause, so one that comes between a look and the pause
 * behind it is not lost. Thread-safe.
 */
final class WakeUp {

    private final BlockingQueue<Boolean> calls = new ArrayBlockingQueue<>(1);

    /** Ends the pause, or the next one if there is none now. Does not block. */
    void call() {
        calls.offer(true);
    }

    /**
     * Pauses.
     *
     * @return whether somebody called
     */
    boolean await(Duration longest) throws InterruptedException {
        return calls.poll(TimeUnit.NANOSECONDS.convert(longest), TimeUnit.NANOSECONDS) != null;
    }
}

package io.eventcore.projections;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The pauses between polls: short after events, longer and longer without, ended at once by a wake-up.
 *
 * <p>A wake-up is kept until the next pause, so one that comes between a poll and the pause behind it is not lost.
 */
final class Pacing {

    private final ProjectionConfig config;
    private final BlockingQueue<Boolean> wakeUp = new ArrayBlockingQueue<>(1);
    private Duration next;

    Pacing(ProjectionConfig config) {
        this.config = config;
        this.next = config.hotPoll();
    }

    /** Ends the pause, or the next one if there is none now. Any thread may call it; it does not block. */
    void wake() {
        wakeUp.offer(true);
    }

    /** Makes the next pause a short one. */
    void hot() {
        next = config.hotPoll();
    }

    /** How long the next pause is unless something wakes it. */
    Duration next() {
        return next;
    }

    /** Pauses. */
    void rest() throws InterruptedException {
        boolean woken = wakeUp.poll(TimeUnit.NANOSECONDS.convert(next), TimeUnit.NANOSECONDS) != null;
        Duration twice = next.multipliedBy(2);
        Duration longer = twice.compareTo(config.idlePoll()) < 0 ? twice : config.idlePoll();
        next = woken ? config.hotPoll() : longer;
    }
}

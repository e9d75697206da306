package io.eventcore.projections;

import java.time.Duration;

/** The pauses between polls: short after events, longer and longer without, ended at once by a wake-up. */
final class Pacing {

    private final Duration hotPoll;
    private final Duration idlePoll;
    private final WakeUp wakeUp = new WakeUp();
    private Duration next;

    Pacing(ProjectionConfig config) {
        this.hotPoll = config.hotPoll();
        this.idlePoll = config.idlePoll();
        this.next = hotPoll;
    }

    /** Ends the pause, or the next one if there is none now. Any thread may call it; it does not block. */
    void wake() {
        wakeUp.call();
    }

    /** Makes the next pause a short one. */
    void hot() {
        next = hotPoll;
    }

    /** How long the next pause is unless something wakes it. */
    Duration next() {
        return next;
    }

    /** Pauses. */
    void rest() throws InterruptedException {
        boolean woken = wakeUp.await(next);
        next = woken ? hotPoll : longer(next, idlePoll);
    }

    /** Twice as long, within the limit. */
    static Duration longer(Duration pause, Duration longest) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(longest) < 0 ? twice : longest;
    }
}

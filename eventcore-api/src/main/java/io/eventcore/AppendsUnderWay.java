package io.eventcore;

import java.time.Duration;

/** Appends that a store has accepted and not finished, on whose events a command has decided. Thread-safe. */
public interface AppendsUnderWay {

    /**
     * Waits until it is known of each whether it was stored, or until the time is over. Blocks.
     *
     * @param timeout how long to wait at most, for all of them together; positive
     */
    void await(Duration timeout);
}

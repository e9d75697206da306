package io.eventcore;

import java.time.Duration;

/** Appends that a store has accepted and not finished, on whose events a command has decided. Thread-safe. */
public interface AppendsUnderWay {

    /** Waits until it is known of each whether it was stored; at most for so long. Blocks. */
    void await(Duration timeout);
}

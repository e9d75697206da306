package io.eventcore.projections;

import io.eventcore.LogEpoch;

/**
 * Holds a segment to the log in which it was opened. What was read between the opening and a look that finds the same epoch
 * belongs to that log; so does the transaction in which one looks. Used by one thread, but for {@link #isTheSame()}.
 */
final class LogGuard {

    private final SharedFeed feed;
    private volatile LogEpoch epoch;

    LogGuard(SharedFeed feed) {
        this.feed = feed;
        this.epoch = feed.epoch();
    }

    /** The segment is opened from now on. */
    void begin() {
        epoch = feed.epoch();
    }

    /** The epoch in which the segment was opened. */
    LogEpoch epoch() {
        return epoch;
    }

    /** Whether the log is still the one in which the segment was opened. */
    boolean isTheSame() {
        return feed.epoch() == epoch;
    }

    /** @throws LogChangedException if the log has changed since the segment was opened */
    void check() {
        LogEpoch now = feed.epoch();
        if (now != epoch) {
            throw new LogChangedException(
                    "The log is now " + now + "; when the segment was opened it was " + epoch + ".");
        }
    }
}

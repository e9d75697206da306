package io.eventcore.projections;

import java.time.Duration;

/** Until when this process knows that its leases are valid, by its own monotonic clock. Thread-safe. */
final class LeaseClock {

    private final long durationNanos;
    private volatile long validUntil;

    LeaseClock(Duration lease) {
        this.durationNanos = lease.toNanos();
        this.validUntil = System.nanoTime();
    }

    /**
     * The leases were given or renewed.
     *
     * @param askedAt when they were asked for, by {@link System#nanoTime}: the store's count began no earlier
     */
    void renewed(long askedAt) {
        validUntil = askedAt + durationNanos;
    }

    boolean isValid() {
        return System.nanoTime() - validUntil < 0;
    }
}

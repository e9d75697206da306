package io.eventcore.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that stands still until a test moves it. Its zone is UTC. Thread-safe: who asks for the time after it was moved
 * sees the new time.
 */
public final class TestClock extends Clock {

    private final ReentrantLock moving = new ReentrantLock();
    private volatile Instant now;

    private TestClock(Instant now) {
        this.now = now;
    }

    /**
     * A clock that stands.
     *
     * @param now the time that it shows until it is moved
     * @return the clock
     */
    public static TestClock at(Instant now) {
        return new TestClock(now);
    }

    /**
     * Moves the clock on.
     *
     * @param by how far; a negative duration moves it back
     */
    public void advance(Duration by) {
        moving.lock();
        try {
            now = now.plus(by);
        } finally {
            moving.unlock();
        }
    }

    /**
     * Puts the clock forward or back.
     *
     * @param value the time that it shows from now on
     */
    public void set(Instant value) {
        moving.lock();
        try {
            now = value;
        } finally {
            moving.unlock();
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** A clock of another zone that is moved together with this one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return new InZone(this, zone);
    }

    @Override
    public String toString() {
        return "TestClock[" + now + "]";
    }

    /** Shows the time of a test clock in another zone. */
    private static final class InZone extends Clock {
        private final TestClock clock;
        private final ZoneId zone;

        InZone(TestClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = zone;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new InZone(clock, other);
        }
    }
}

package io.eventcore.bench.violations;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Asks what time of day it is. */
final class Deadline {

    private Deadline() {}

    static List<Object> all() {
        return List.of(byInstant(), byClock(new Timestamped().clock()), byMillis());
    }

    private static Instant byInstant() {
        return Instant.now();
    }

    private static Instant byClock(Clock clock) {
        return clock.instant();
    }

    private static long byMillis() {
        return System.currentTimeMillis();
    }

    /** Not one of them. */
    static long byNanos() {
        return System.nanoTime();
    }
}

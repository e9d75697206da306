package io.eventcore.bench.violations;

import java.time.Clock;

/** May know the time of day. */
final class Timestamped {

    Clock clock() {
        return Clock.systemUTC();
    }
}

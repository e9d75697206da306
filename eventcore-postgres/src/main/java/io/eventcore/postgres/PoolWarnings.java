package io.eventcore.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Decides from one look at the pool to the next what is said in the log. Takes the time from the figures. Not thread-safe. */
final class PoolWarnings {

    private static final double BUSY_PERCENT = 80;

    /** How long a warning holds before it is repeated, and how long all must be well before that is said. */
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final Logger log;
    private final Alarm busy = new Alarm();
    private final Alarm timeouts = new Alarm();
    private PoolMetrics previous;

    PoolWarnings(Logger log, PoolMetrics first) {
        this.log = log;
        this.previous = first;
    }

    void look(PoolMetrics now) {
        log.debug("Pool: {}", now);
        busy.look(
                now.lastUpdated(),
                now.utilizationPercent() > BUSY_PERCENT,
                () -> Math.round(now.utilizationPercent()) + " % of the pool's connections are in use ("
                        + now.activeConnections() + " of " + now.maxConnections() + ", " + now.waitingCallers()
                        + " callers wait): look for whoever holds them long, or raise maxConnections.",
                "The pool has had connections to spare for a minute.");
        long failed = now.connectionTimeouts() - previous.connectionTimeouts();
        timeouts.look(
                now.lastUpdated(),
                failed > 0,
                () -> failed + " callers got no connection in time since the last look: raise maxConnections, or see by"
                        + " healthCheck() whether the server answers.",
                "No caller has missed a connection for a minute.");
        previous = now;
    }

    /** One thing that may be wrong. */
    private final class Alarm {

        private @Nullable Instant lastWrong;
        private Instant lastSaid = Instant.MIN;

        void look(Instant now, boolean wrong, Supplier<String> warning, String allClear) {
            if (wrong) {
                if (lastWrong == null || !now.isBefore(lastSaid.plus(QUIET))) {
                    log.warn(warning.get());
                    lastSaid = now;
                }
                lastWrong = now;
            } else if (lastWrong != null && !now.isBefore(lastWrong.plus(QUIET))) {
                log.info(allClear);
                lastWrong = null;
            }
        }
    }
}

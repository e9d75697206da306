package io.eventcore.postgres.internal.sql;

import java.time.Duration;

/**
 * What is done about failures that may pass.
 *
 * @param enabled false lets every failure through at once
 * @param maxRetries how often something is tried again
 * @param interval how long the circuit breaker stays open before it lets somebody try
 */
public record Recovery(boolean enabled, int maxRetries, Duration interval) {

    /** How often something may be tried in all. */
    public int attempts() {
        return enabled ? maxRetries + 1 : 1;
    }
}

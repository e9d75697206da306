package io.eventcore;

import io.eventcore.internal.Words;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * How often, and with which delays, a command is tried again after a version conflict. Delays grow exponentially and
 * are spread at random, so that commands that collided once do not collide again.
 *
 * @param maxAttempts the most attempts in all, at least 1; 1 never tries again
 * @param firstDelay the delay before the second attempt, at least 1 ms
 * @param multiplier by how much each delay is longer than the one before, at least 1
 * @param maxDelay the longest delay, before it is spread, at least {@code firstDelay}
 * @param jitter by which part of itself a delay may be shorter or longer, from 0 to below 1
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, double multiplier, Duration maxDelay, double jitter) {

    private static final RetryPolicy DEFAULTS =
            new RetryPolicy(50, Duration.ofMillis(2), 1.6, Duration.ofMillis(250), 0.5);

    /**
     * Checks the ranges.
     *
     * @param maxAttempts the most attempts in all, at least 1
     * @param firstDelay the delay before the second attempt, at least 1 ms
     * @param multiplier by how much each delay is longer than the one before, at least 1
     * @param maxDelay the longest delay, before it is spread, at least {@code firstDelay}
     * @param jitter by which part of itself a delay may be shorter or longer, from 0 to below 1
     * @throws ConfigurationException if a value is out of its range
     */
    public RetryPolicy {
        Required.setting(firstDelay, "the first delay of a retry policy");
        Required.setting(maxDelay, "the longest delay of a retry policy");
        refuseUnless(maxAttempts >= 1, "maxAttempts is at least 1, not " + maxAttempts);
        refuseUnless(firstDelay.toMillis() >= 1, "firstDelay is at least 1 ms, not " + Words.inWords(firstDelay));
        refuseUnless(multiplier >= 1, "multiplier is at least 1, not " + multiplier);
        refuseUnless(
                maxDelay.compareTo(firstDelay) >= 0, "maxDelay is at least firstDelay, not " + Words.inWords(maxDelay));
        refuseUnless(jitter >= 0 && jitter < 1, "jitter is from 0 to below 1, not " + jitter);
    }

    /** {@return 50 attempts; delays from 2 ms, growing by 1.6, to 250 ms, each half shorter to half longer} */
    public static RetryPolicy defaults() {
        return DEFAULTS;
    }

    /** {@return one attempt} A conflict goes to the caller at once. */
    public static RetryPolicy never() {
        return DEFAULTS.withMaxAttempts(1);
    }

    /**
     * The same delays with another number of attempts.
     *
     * @param value the most attempts in all, at least 1
     * @return the policy
     * @throws ConfigurationException if the number is below 1
     */
    public RetryPolicy withMaxAttempts(int value) {
        return new RetryPolicy(value, firstDelay, multiplier, maxDelay, jitter);
    }

    Retry toRetry() {
        return Retry.of(
                "eventcore-command",
                RetryConfig.custom()
                        .maxAttempts(maxAttempts)
                        .intervalFunction(this::delayMillis)
                        .retryOnException(failure -> Futures.unwrap(failure) instanceof VersionConflictException)
                        .build());
    }

    /**
     * The delay after an attempt. Resilience4j's own exponential function spreads a delay before it caps it, so that the
     * commands that have lost most often would all wait equally long and collide again; and it cuts each step to whole
     * milliseconds, so that delays from 1 ms on would not grow.
     */
    private long delayMillis(int attempt) {
        double grown = firstDelay.toMillis() * Math.pow(multiplier, attempt - 1);
        double capped = Math.min(grown, (double) TimeUnit.MILLISECONDS.convert(maxDelay));
        double spread = capped * (1 + jitter * ThreadLocalRandom.current().nextDouble(-1, 1));
        return Math.max(1, Math.round(spread));
    }

    private static void refuseUnless(boolean condition, String rule) {
        if (!condition) {
            throw new ConfigurationException("RetryPolicy: " + rule + ".");
        }
    }
}

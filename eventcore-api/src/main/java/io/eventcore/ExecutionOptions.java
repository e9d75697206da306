package io.eventcore;

import java.time.Duration;

/**
 * How one command is to be executed.
 *
 * @param timeout how long it may take in all, attempts and delays included; positive
 * @param retryPolicy what happens after a version conflict
 * @param metadata what is written to each event besides what the executor fills in
 * @param discoveryLimit in how many rounds stream discovery may find new streams, at least 0
 */
public record ExecutionOptions(Duration timeout, RetryPolicy retryPolicy, EventMetadata metadata, int discoveryLimit) {

    private static final ExecutionOptions DEFAULTS =
            new ExecutionOptions(Duration.ofSeconds(30), RetryPolicy.defaults(), EventMetadata.empty(), 10);

    /** @throws ConfigurationException if a value is out of its range */
    public ExecutionOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new ConfigurationException("ExecutionOptions: timeout is positive, not " + timeout + ".");
        }
        if (discoveryLimit < 0) {
            throw new ConfigurationException(
                    "ExecutionOptions: discoveryLimit is at least 0, not " + discoveryLimit + ".");
        }
    }

    /** 30 seconds, the default retry policy, no metadata of the caller's, 10 rounds of discovery. */
    public static ExecutionOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another time-out. */
    public ExecutionOptions withTimeout(Duration value) {
        return new ExecutionOptions(value, retryPolicy, metadata, discoveryLimit);
    }

    /** The same with another retry policy. */
    public ExecutionOptions withRetryPolicy(RetryPolicy value) {
        return new ExecutionOptions(timeout, value, metadata, discoveryLimit);
    }

    /** The same with other metadata. */
    public ExecutionOptions withMetadata(EventMetadata value) {
        return new ExecutionOptions(timeout, retryPolicy, value, discoveryLimit);
    }

    /** The same with another limit for stream discovery. */
    public ExecutionOptions withDiscoveryLimit(int value) {
        return new ExecutionOptions(timeout, retryPolicy, metadata, value);
    }
}

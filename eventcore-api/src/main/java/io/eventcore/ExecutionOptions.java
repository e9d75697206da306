package io.eventcore;

import io.eventcore.internal.Words;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How one command is to be executed. Immutable. */
public final class ExecutionOptions {

    private static final ExecutionOptions DEFAULTS =
            new ExecutionOptions(Duration.ofSeconds(30), RetryPolicy.defaults(), EventMetadata.empty(), 10, null);

    private final Duration timeout;
    private final RetryPolicy retryPolicy;
    private final EventMetadata metadata;
    private final int discoveryLimit;
    private final @Nullable UUID commandId;

    private ExecutionOptions(
            Duration timeout,
            RetryPolicy retryPolicy,
            EventMetadata metadata,
            int discoveryLimit,
            @Nullable UUID commandId) {
        Required.setting(timeout, "the timeout of the options");
        Required.setting(retryPolicy, "the retry policy of the options");
        Required.setting(metadata, "the metadata of the options");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new ConfigurationException(
                    "ExecutionOptions: timeout is positive, not " + Words.inWords(timeout) + ".");
        }
        if (discoveryLimit < 0) {
            throw new ConfigurationException(
                    "ExecutionOptions: discoveryLimit is at least 0, not " + discoveryLimit + ".");
        }
        this.timeout = timeout;
        this.retryPolicy = retryPolicy;
        this.metadata = metadata;
        this.discoveryLimit = discoveryLimit;
        this.commandId = commandId;
    }

    /**
     * {@return 30 seconds, the default retry policy, no metadata of the caller's, 10 rounds of discovery, no command
     * id}
     */
    public static ExecutionOptions defaults() {
        return DEFAULTS;
    }

    /** {@return how long the command may take in all, attempts and delays included; positive} */
    public Duration timeout() {
        return timeout;
    }

    /** {@return what happens after a version conflict} */
    public RetryPolicy retryPolicy() {
        return retryPolicy;
    }

    /** {@return what is written to each event besides what the executor fills in} */
    public EventMetadata metadata() {
        return metadata;
    }

    /** {@return in how many rounds stream discovery may find new streams, at least 0} */
    public int discoveryLimit() {
        return discoveryLimit;
    }

    /** {@return the caller's own id of the command; see {@link #withCommandId(UUID)}} */
    public Optional<UUID> commandId() {
        return Optional.ofNullable(commandId);
    }

    /**
     * {@return the same with another time-out}
     *
     * @param value positive; all attempts and delays count
     * @throws ConfigurationException if it is not positive
     */
    public ExecutionOptions withTimeout(Duration value) {
        return new ExecutionOptions(value, retryPolicy, metadata, discoveryLimit, commandId);
    }

    /**
     * {@return the same with another retry policy}
     *
     * @param value {@link RetryPolicy#never()} lets a conflict reach the caller at once
     */
    public ExecutionOptions withRetryPolicy(RetryPolicy value) {
        return new ExecutionOptions(timeout, value, metadata, discoveryLimit, commandId);
    }

    /**
     * {@return the same with other metadata}
     *
     * @param value what is written to each event; nothing of the earlier metadata is kept
     */
    public ExecutionOptions withMetadata(EventMetadata value) {
        return new ExecutionOptions(timeout, retryPolicy, value, discoveryLimit, commandId);
    }

    /**
     * {@return the same with another limit for stream discovery}
     *
     * @param value how many rounds may find new streams, at least 0; 0 allows no discovery
     * @throws ConfigurationException if it is negative
     */
    public ExecutionOptions withDiscoveryLimit(int value) {
        return new ExecutionOptions(timeout, retryPolicy, metadata, value, commandId);
    }

    /**
     * The same for a command that may be sent more than once, and is to take effect once. The first execution of the id
     * that is carried out is recorded by the store, also when it decided that there is nothing to do. Each later one gets
     * its result and appends nothing, whatever command it brings. A rejected command is not recorded: sent again, it is
     * decided again. A command that fails, by a rejection or otherwise, fails so only when the store has said that the id was
     * not carried out; if it cannot be asked, the command fails as the store does.
     *
     * <p>Without an id of the caller's, the executor draws a random one, and the store records nothing.
     *
     * @param value the same each time that the command is sent, and no other command's
     * @return the same with this id
     */
    public ExecutionOptions withCommandId(UUID value) {
        return new ExecutionOptions(
                timeout,
                retryPolicy,
                metadata,
                discoveryLimit,
                Required.setting(value, "the command id (leave withCommandId out to have none)"));
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object == this
                || (object instanceof ExecutionOptions other
                        && timeout.equals(other.timeout)
                        && retryPolicy.equals(other.retryPolicy)
                        && metadata.equals(other.metadata)
                        && discoveryLimit == other.discoveryLimit
                        && Objects.equals(commandId, other.commandId));
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeout, retryPolicy, metadata, discoveryLimit, commandId);
    }

    @Override
    public String toString() {
        return "ExecutionOptions[timeout=" + timeout + ", retryPolicy=" + retryPolicy + ", metadata=" + metadata
                + ", discoveryLimit=" + discoveryLimit + ", commandId=" + commandId + "]";
    }
}

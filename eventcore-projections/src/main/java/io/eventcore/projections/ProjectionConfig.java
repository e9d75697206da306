package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.Telemetry;
import java.time.Duration;

/**
 * How a runner reads the feed.
 *
 * <p>While a full batch is applied, the next one is read already, on a thread and a connection of its own. So at most two
 * batches are in memory.
 *
 * <p>Commits of the runner's own store object wake it at once, whatever the pauses. The pauses bound how late it sees
 * the commits of other processes, and how often it asks in vain.
 *
 * @param batchSize the most events that are applied in one transaction, 1 to 10,000
 * @param hotPoll the pause after the first poll that found nothing, at least 1 ms; it doubles with each further one
 * @param idlePoll the longest pause, at least {@code hotPoll} and at most one hour
 * @param telemetry where the runner reports what it does
 */
public record ProjectionConfig(int batchSize, Duration hotPoll, Duration idlePoll, Telemetry telemetry) {

    private static final int LARGEST_BATCH = 10_000;
    private static final Duration LONGEST_POLL = Duration.ofHours(1);

    // Each batch costs a commit, which 1,000 events bear easily; more gain little, and make the transactions longer.
    // Four short queries a second cost an idle database next to nothing, and a quarter of a second is still "now"
    // to a person who waits for a commit of another process.
    private static final ProjectionConfig DEFAULTS =
            new ProjectionConfig(1_000, Duration.ofMillis(5), Duration.ofMillis(250));

    /** @throws ConfigurationException if a value is out of its range */
    public ProjectionConfig {
        refuseUnless(
                batchSize >= 1 && batchSize <= LARGEST_BATCH, "batchSize is from 1 to 10,000 events, not " + batchSize);
        refuseUnless(hotPoll.toMillis() >= 1, "hotPoll is at least 1 ms, not " + hotPoll);
        refuseUnless(idlePoll.compareTo(hotPoll) >= 0, "idlePoll is at least hotPoll, not " + idlePoll);
        refuseUnless(idlePoll.compareTo(LONGEST_POLL) <= 0, "idlePoll is at most one hour, not " + idlePoll);
    }

    /**
     * A configuration that reports nothing.
     *
     * @throws ConfigurationException if a value is out of its range
     */
    public ProjectionConfig(int batchSize, Duration hotPoll, Duration idlePoll) {
        this(batchSize, hotPoll, idlePoll, Telemetry.none());
    }

    /** Batches of 1,000 events; pauses from 5 ms to 250 ms; no telemetry. */
    public static ProjectionConfig defaults() {
        return DEFAULTS;
    }

    /** The same with another {@link #batchSize()}. */
    public ProjectionConfig withBatchSize(int events) {
        return new ProjectionConfig(events, hotPoll, idlePoll, telemetry);
    }

    /** The same with another {@link #hotPoll()}. */
    public ProjectionConfig withHotPoll(Duration pause) {
        return new ProjectionConfig(batchSize, pause, idlePoll, telemetry);
    }

    /** The same with another {@link #idlePoll()}. */
    public ProjectionConfig withIdlePoll(Duration pause) {
        return new ProjectionConfig(batchSize, hotPoll, pause, telemetry);
    }

    /**
     * The same with another {@link #telemetry()}. The span of a batch links to the commands that its events come from.
     *
     * <p>The gauges stand in the registry until the runner is closed. A registry shows one runner of a name: the one
     * whose run began last. Timers and counters add up all of them. So give projections of several stores that have
     * one name a registry each.
     */
    public ProjectionConfig withTelemetry(Telemetry value) {
        return new ProjectionConfig(batchSize, hotPoll, idlePoll, value);
    }

    private static void refuseUnless(boolean condition, String rule) {
        if (!condition) {
            throw new ConfigurationException("ProjectionConfig: " + rule + ".");
        }
    }
}

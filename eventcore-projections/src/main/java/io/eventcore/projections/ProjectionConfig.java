package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.Segment;
import io.eventcore.Telemetry;
import io.eventcore.internal.Words;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a runner works. Each {@code with} method gives a copy with one setting changed. Immutable.
 *
 * <p>While a full batch is applied, the next one is read already, on a thread and a connection of its own. So at most two
 * batches of a segment are in memory.
 *
 * <p>Commits of the runner's own store object wake it at once, whatever the pauses. The pauses bound how late it sees
 * the commits of other processes, and how often it asks in vain.
 */
public final class ProjectionConfig {

    private static final int LARGEST_BATCH = 10_000;
    private static final Duration LONGEST_POLL = Duration.ofHours(1);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
    private static final Duration LONGEST_LEASE = Duration.ofMinutes(10);

    private static final ProjectionConfig DEFAULTS = new ProjectionConfig(new Draft());

    private final int batchSize;
    private final Duration hotPoll;
    private final Duration idlePoll;
    private final FailurePolicy failurePolicy;
    private final int segments;
    private final Duration lease;
    private final Start start;
    private final Telemetry telemetry;

    private ProjectionConfig(Draft draft) {
        this.batchSize = draft.batchSize;
        this.hotPoll = draft.hotPoll;
        this.idlePoll = draft.idlePoll;
        this.failurePolicy = draft.failurePolicy;
        this.segments = draft.segments;
        this.lease = draft.lease;
        this.start = draft.start;
        this.telemetry = draft.telemetry;
        refuseUnless(
                batchSize >= 1 && batchSize <= LARGEST_BATCH, "batchSize is from 1 to 10,000 events, not " + batchSize);
        refuseUnless(hotPoll.toMillis() >= 1, "hotPoll is at least 1 ms, not " + Words.inWords(hotPoll));
        refuseUnless(idlePoll.compareTo(hotPoll) >= 0, "idlePoll is at least hotPoll, not " + Words.inWords(idlePoll));
        refuseUnless(
                idlePoll.compareTo(LONGEST_POLL) <= 0, "idlePoll is at most one hour, not " + Words.inWords(idlePoll));
        refuseUnless(
                segments >= 1 && segments <= Segment.MOST,
                "segments is from 1 to " + Segment.MOST + ", not " + segments);
        refuseUnless(
                lease.compareTo(SHORTEST_LEASE) >= 0 && lease.compareTo(LONGEST_LEASE) <= 0,
                "lease is from 1 second to 10 minutes, not " + Words.inWords(lease));
    }

    /** {@return the defaults that the {@code with} methods name} */
    public static ProjectionConfig defaults() {
        return DEFAULTS;
    }

    /**
     * Limits how many events are applied in one transaction. Each batch costs a commit, which 1,000 events bear easily;
     * more gain little, and make the transactions longer.
     *
     * @param events the most events, 1 to 10,000; 1,000 unless set
     * @return the changed settings
     * @throws ConfigurationException if it is out of this range
     */
    public ProjectionConfig withBatchSize(int events) {
        return changed(draft -> draft.batchSize = events);
    }

    /**
     * Sets the pause after the first poll that found nothing; it doubles with each further one.
     *
     * @param pause at least 1 ms; 5 ms unless set
     * @return the changed settings
     * @throws ConfigurationException if it is out of this range
     */
    public ProjectionConfig withHotPoll(Duration pause) {
        refuseNull("hotPoll", pause);
        return changed(draft -> draft.hotPoll = pause);
    }

    /**
     * Sets the longest pause between polls. The default costs an idle database next to nothing, four short queries a
     * second, and is still "now" to a person.
     *
     * @param pause at least the hot one and at most one hour; 250 ms unless set
     * @return the changed settings
     * @throws ConfigurationException if it is out of this range
     */
    public ProjectionConfig withIdlePoll(Duration pause) {
        refuseNull("idlePoll", pause);
        return changed(draft -> draft.idlePoll = pause);
    }

    /**
     * Says what happens when the projection fails on an event.
     *
     * @param policy stops, skips or parks; {@link FailurePolicy#stop()} unless set
     * @return the changed settings
     */
    public ProjectionConfig withFailurePolicy(FailurePolicy policy) {
        refuseNull("failurePolicy", policy);
        return changed(draft -> draft.failurePolicy = policy);
    }

    /**
     * Says into how many segments the streams are divided when this projection (this version of it) starts for the
     * first time. Instances share the segments; more segments than instances leave room to grow. With one, all events
     * come in global order and further instances stand by. Later the number changes by
     * {@link ProjectionAdmin#changeSegments} only.
     *
     * @param count 1 to 1,024; 1 unless set
     * @return the changed settings
     * @throws ConfigurationException if it is out of this range
     */
    public ProjectionConfig withSegments(int count) {
        return changed(draft -> draft.segments = count);
    }

    /**
     * Says how long an instance may be silent before others take its segments. It gives a sign of life every quarter of
     * that time. A transaction of a projection in which nothing is sent to the database for so long is ended by the
     * database, because its process may be suspended.
     *
     * @param duration 1 second to 10 minutes; 5 seconds unless set
     * @return the changed settings
     * @throws ConfigurationException if it is out of this range
     */
    public ProjectionConfig withLease(Duration duration) {
        refuseNull("lease", duration);
        return changed(draft -> draft.lease = duration);
    }

    /**
     * Says where this projection (this version of it) starts when it runs for the first time: at the first event unless
     * set. Later it moves by {@link ProjectionAdmin} only.
     *
     * @param position what is behind it is applied; at least 0
     * @return the changed settings
     * @throws ConfigurationException if it is negative
     */
    public ProjectionConfig withStartPosition(long position) {
        refuseUnless(position >= 0, "a start position is at least 0, not " + position);
        return changed(draft -> draft.start = feed -> position);
    }

    /**
     * {@return the settings, changed so that a projection that runs for the first time starts with the events that are
     * appended from then on}
     */
    public ProjectionConfig withStartAtHead() {
        return changed(draft -> draft.start = SharedFeed::head);
    }

    /**
     * Says where the runner reports what it does. The span of a batch links to the commands that its events come from.
     *
     * <p>The gauges stand in the registry until the runner is closed. A registry shows one runner of a name: the one
     * whose run began last. Timers and counters add up all of them. So give projections of several stores that have one
     * name a registry each.
     *
     * @param value takes spans and meters; {@link Telemetry#none()} unless set
     * @return the changed settings
     */
    public ProjectionConfig withTelemetry(Telemetry value) {
        refuseNull("telemetry", value);
        return changed(draft -> draft.telemetry = value);
    }

    int batchSize() {
        return batchSize;
    }

    Duration hotPoll() {
        return hotPoll;
    }

    Duration idlePoll() {
        return idlePoll;
    }

    FailurePolicy failurePolicy() {
        return failurePolicy;
    }

    int segments() {
        return segments;
    }

    Duration lease() {
        return lease;
    }

    Start start() {
        return start;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    private ProjectionConfig changed(Consumer<Draft> change) {
        Draft draft = new Draft();
        draft.batchSize = batchSize;
        draft.hotPoll = hotPoll;
        draft.idlePoll = idlePoll;
        draft.failurePolicy = failurePolicy;
        draft.segments = segments;
        draft.lease = lease;
        draft.start = start;
        draft.telemetry = telemetry;
        change.accept(draft);
        return new ProjectionConfig(draft);
    }

    private static void refuseNull(String name, @Nullable Object value) {
        refuseUnless(value != null, name + " is null");
    }

    private static void refuseUnless(boolean condition, String rule) {
        if (!condition) {
            throw new ConfigurationException("ProjectionConfig: " + rule + ".");
        }
    }

    /** Where a projection starts that has never run. */
    @FunctionalInterface
    interface Start {
        long position(SharedFeed feed);
    }

    /** The settings, while they are set; holds the defaults. */
    private static final class Draft {
        private int batchSize = 1_000;
        private Duration hotPoll = Duration.ofMillis(5);
        private Duration idlePoll = Duration.ofMillis(250);
        private FailurePolicy failurePolicy = FailurePolicy.stop();
        private int segments = 1;
        private Duration lease = Duration.ofSeconds(5);
        private Start start = feed -> 0;
        private Telemetry telemetry = Telemetry.none();
    }
}

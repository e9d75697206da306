package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Locale;

/**
 * What a runner does when a projection fails on an event: tries it again a few times, with growing pauses, and then
 * stops, skips the event, or puts it aside. An event that cannot be decoded is not tried again, but goes the same way.
 *
 * <p>An outage of the storage is no failure of the projection: the runner waits for its end, however long that takes.
 * Immutable.
 */
public final class FailurePolicy {

    private static final int MOST_ATTEMPTS = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final double FACTOR = 2;
    private static final double JITTER = 0.5;

    private final Last last;
    private final int attempts;
    private final Duration firstPause;
    private final Duration longestPause;

    private FailurePolicy(Last last, int attempts, Duration firstPause, Duration longestPause) {
        if (attempts < 1 || attempts > MOST_ATTEMPTS) {
            throw new ConfigurationException(
                    "FailurePolicy: an event is tried 1 to " + MOST_ATTEMPTS + " times, not " + attempts + ".");
        }
        if (firstPause.toMillis() < 1
                || longestPause.compareTo(firstPause) < 0
                || longestPause.compareTo(LONGEST_PAUSE) > 0) {
            throw new ConfigurationException("FailurePolicy: the first pause is at least 1 ms, the longest at least the"
                    + " first and at most one hour, not " + firstPause + " and " + longestPause + ".");
        }
        this.last = last;
        this.attempts = attempts;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
    }

    /**
     * {@return the default: stops the runner in front of the event; what came before it is kept} Another instance, if
     * there is one, gets the segment and tries it with its own code. Nothing is left out, and somebody must look.
     */
    public static FailurePolicy stop() {
        return of(Last.STOP);
    }

    /**
     * {@return a policy that leaves the event out, with a warning in the log and a count in
     * {@code eventcore.project.skipped}}
     */
    public static FailurePolicy skip() {
        return of(Last.SKIP);
    }

    /**
     * {@return a policy that puts the event aside as a dead letter, and with it all later events of its stream, so that
     * they stay in order} All other streams go on. See {@link ProjectionAdmin} for how to look at dead letters, apply
     * them again, or drop them.
     */
    public static FailurePolicy park() {
        return of(Last.PARK);
    }

    private static FailurePolicy of(Last last) {
        return new FailurePolicy(last, 3, Duration.ofMillis(100), Duration.ofSeconds(5));
    }

    /**
     * Sets how often an event is tried in all, once it is known to be the failing one.
     *
     * @param value 1 to 100; 3 unless set; 1 does not try again
     * @return the policy with this number
     * @throws ConfigurationException if it is out of this range
     */
    public FailurePolicy withAttempts(int value) {
        return new FailurePolicy(last, value, firstPause, longestPause);
    }

    /**
     * Sets the pauses between the attempts: 100 ms, doubled each time up to 5 s, half of it random, unless set.
     *
     * @param first at least 1 ms
     * @param longest at least the first and at most one hour
     * @return the policy with these pauses
     * @throws ConfigurationException if one is out of its range
     */
    public FailurePolicy withPauses(Duration first, Duration longest) {
        return new FailurePolicy(last, attempts, first, longest);
    }

    int attempts() {
        return attempts;
    }

    Last last() {
        return last;
    }

    /** How long to wait after so many failed attempts, at least 1. */
    Duration pauseAfter(int failedAttempts) {
        long millis = IntervalFunction.ofExponentialRandomBackoff(firstPause, FACTOR, JITTER, longestPause)
                .apply(failedAttempts);
        return Duration.ofMillis(millis);
    }

    @Override
    public String toString() {
        return "FailurePolicy[" + attempts + " attempts, then " + last.name().toLowerCase(Locale.ROOT) + ", pauses "
                + firstPause + " to " + longestPause + "]";
    }

    /** What is done when all attempts have failed. */
    enum Last {
        STOP,
        SKIP,
        PARK
    }
}

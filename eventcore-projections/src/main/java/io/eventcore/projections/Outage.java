package io.eventcore.projections;

import io.eventcore.OverloadedException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StorageException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.internal.Words;
import io.github.resilience4j.core.IntervalFunction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an outage of the storage from a failure of the projection, and says how long to wait for its end. */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private static final String IDLE_IN_TRANSACTION = "25P03";
    private static final String INTERNAL_ERROR = "XX000";
    /** The transaction lost against another one: a projection's own statements may do so again and again. */
    private static final Set<String> LOST_AGAINST_ANOTHER = Set.of("40001", "40P01");
    /**
     * Read-only, no room on the disk or in memory, too many connections, a limit, an input or output error: all of them pass,
     * or are mended, without the projection.
     */
    private static final Set<String> PASSING =
            Set.of("25006", "53000", "53100", "53200", "53300", "53400", "58000", "58030");

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);
    private static final double FACTOR = 2;
    private static final double JITTER = 0.5;
    /** By then the delay has long reached its maximum; counting on would only cost time. */
    private static final int LAST_GROWTH = 30;

    private final String projection;
    private final IntervalFunction delays;
    private int failures;

    Outage(String projection, ProjectionConfig config) {
        this.projection = projection;
        Duration longest = config.idlePoll().compareTo(LONGEST_DELAY) > 0 ? config.idlePoll() : LONGEST_DELAY;
        this.delays = IntervalFunction.ofExponentialRandomBackoff(config.hotPoll(), FACTOR, JITTER, longest);
    }

    /** Whether the storage was out of reach, overloaded, blocked, full or read-only, so that the same attempt may succeed later. */
    static boolean isSeenIn(Throwable failure) {
        if (wasSilentForTooLong(failure)) {
            return false;
        }
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnavailableException
                    || cause instanceof OverloadedException
                    || cause instanceof QueryTimeoutException
                    || (cause instanceof SQLException sql && isPassing(sql.getSQLState()))
                    || (cause instanceof StorageException && isInternalError(cause.getCause()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * As {@link #isSeenIn}, where no event is to blame, such as while a segment is opened or a checkpoint saved: a transaction
     * that was silent for too long is one of these, mostly because the process was suspended.
     */
    static boolean isSeenBesideAnEvent(Throwable failure) {
        return isSeenIn(failure) || (wasSilentForTooLong(failure) && !(failure instanceof ProjectionFailedException));
    }

    /**
     * Whether the database has ended the session, because the transaction was silent for longer than the lease lasts. The
     * projection works too slowly, which no waiting cures; or the process was suspended, and then the next attempt finds out
     * whether the segment is still its own.
     */
    static boolean wasSilentForTooLong(Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && IDLE_IN_TRANSACTION.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** A projection's own statement meets a crash or a shutdown of the server as a lost connection. */
    private static boolean isPassing(@Nullable String sqlState) {
        return sqlState != null
                && (sqlState.startsWith("08")
                        || sqlState.startsWith("57P")
                        || PASSING.contains(sqlState)
                        || LOST_AGAINST_ANOTHER.contains(sqlState));
    }

    /** Whether a transaction lost against another one, which is tried again as the projection's policy says before it is waited. */
    static boolean isOnlyLostRace(Throwable failure) {
        return failure instanceof SQLException sql
                && sql.getSQLState() != null
                && LOST_AGAINST_ANOTHER.contains(sql.getSQLState());
    }

    /** The store's own statements are right, so the server is to blame; a projection's may not be. */
    private static boolean isInternalError(@Nullable Throwable cause) {
        return cause instanceof SQLException sql && INTERNAL_ERROR.equals(sql.getSQLState());
    }

    /** Counts a failed attempt and says how long to wait before the next. */
    Duration next(Throwable failure) {
        if (failures == 0) {
            LOG.warn(
                    "Projection '{}' cannot reach its storage; it waits and tries again.",
                    projection,
                    FailureTexts.cleaned(failure));
        }
        failures++;
        return Duration.ofMillis(delays.apply(Math.min(failures, LAST_GROWTH)));
    }

    /** An attempt succeeded. */
    void end() {
        if (failures > 0) {
            LOG.info("Projection '{}' goes on after {}.", projection, Words.count(failures, "failed attempt"));
            failures = 0;
        }
    }
}

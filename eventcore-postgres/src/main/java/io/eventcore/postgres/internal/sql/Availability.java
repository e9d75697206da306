package io.eventcore.postgres.internal.sql;

import io.eventcore.ExecutionInterruptedException;
import io.eventcore.StoreClosedException;
import io.eventcore.internal.Words;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether connections can be had lately. When too many attempts have failed, a circuit breaker answers for the database
 * at once, so that callers do not queue up behind one time-out each; after a while it lets a few through to try.
 *
 * <p>What counts is the opening of a connection, be it from the pool or to the server: a statement that fails on a broken
 * connection is followed by an attempt to get another one, and that tells whether the database is there. A pool whose
 * connections are all in use does not count, and neither does a caller who is interrupted.
 */
final class Availability {

    private static final Logger log = LoggerFactory.getLogger(Availability.class);

    /** The last attempts that are looked at, and how many there must be. */
    private static final int WINDOW = 10;

    private static final int MINIMUM = 5;
    private static final int FAILURE_PERCENT = 50;
    private static final int TRIALS = 3;

    private final CircuitBreaker breaker;
    private final Recovery recovery;

    Availability(Recovery recovery) {
        this.recovery = recovery;
        this.breaker = CircuitBreaker.of(
                "eventcore",
                CircuitBreakerConfig.custom()
                        .slidingWindow(
                                WINDOW,
                                MINIMUM,
                                SlidingWindowType.COUNT_BASED,
                                CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
                        .failureRateThreshold(FAILURE_PERCENT)
                        .permittedNumberOfCallsInHalfOpenState(TRIALS)
                        .waitDurationInOpenState(recovery.interval())
                        .clock(new MonotonicClock())
                        .ignoreException(Availability::saysNothing)
                        .build());
        if (!recovery.enabled()) {
            breaker.transitionToDisabledState();
        }
        breaker.getEventPublisher().onStateTransition(event -> tell(event.getStateTransition()));
    }

    /** The store has itself to blame, not the database. */
    private static boolean saysNothing(Throwable failure) {
        return failure instanceof PoolExhaustedException
                || failure instanceof StoreClosedException
                || failure instanceof ExecutionInterruptedException;
    }

    private void tell(CircuitBreaker.StateTransition transition) {
        switch (transition.getToState()) {
            case OPEN ->
                log.warn(
                        "PostgreSQL cannot be reached: the store refuses work at once, and tries again after {}. "
                                + "Check that the server runs and accepts connections.",
                        Words.inWords(recovery.interval()));
            case CLOSED -> log.info("PostgreSQL can be reached again.");
            default -> log.debug("Circuit breaker: {}.", transition);
        }
    }

    /**
     * Opens a connection, and takes note of how it went.
     *
     * @throws CircuitOpenException if it is not worth trying
     * @throws ExecutionInterruptedException if the calling thread is interrupted; that says nothing about the database
     */
    <T> T attempt(Opening<T> opening) throws SQLException {
        refuseIfOpen();
        long start = System.nanoTime();
        T opened;
        try {
            opened = opening.open();
        } catch (SQLException failure) {
            if (Interrupts.caused(failure)) {
                breaker.releasePermission();
                throw Interrupts.told("the wait for a connection", failure);
            }
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
            throw failure;
        } catch (Throwable failure) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, failure);
            throw failure;
        }
        breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        return opened;
    }

    private void refuseIfOpen() throws CircuitOpenException {
        if (!breaker.tryAcquirePermission()) {
            throw new CircuitOpenException("it could not be reached lately, so the store does not try now;"
                    + " it does again " + TimeUnit.MILLISECONDS.convert(recovery.interval())
                    + " ms after the last failure");
        }
    }

    /** Refuses at once what would be refused later. */
    void check() throws CircuitOpenException {
        refuseIfOpen();
        breaker.releasePermission();
    }

    /** The breaker's state, for example {@code CLOSED}. */
    CircuitBreaker.State state() {
        return breaker.getState();
    }

    /** How a connection is opened. */
    @FunctionalInterface
    interface Opening<T> {
        T open() throws SQLException;
    }

    /** The circuit breaker is open. */
    static final class CircuitOpenException extends SQLTransientConnectionException {
        private static final long serialVersionUID = 1L;

        CircuitOpenException(String message) {
            super(message, "08001");
        }
    }
}

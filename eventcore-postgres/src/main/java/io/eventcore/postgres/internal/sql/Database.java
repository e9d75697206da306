package io.eventcore.postgres.internal.sql;

import io.eventcore.EventCoreException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The database as the parts of the adapter use it: connections behind a circuit breaker, and reads that are tried again
 * when a failure may have passed. Thread-safe.
 */
public final class Database {

    private static final Duration FIRST_DELAY = Duration.ofMillis(50);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(2);
    private static final double FACTOR = 3;
    private static final double JITTER = 0.5;

    private final ConnectionSource source;
    private final Recovery recovery;
    private final LogWatch log;
    private final Availability availability;
    private final Retry retry;

    /** Uses connections of this source, which lead to one log for ever. */
    public Database(ConnectionSource source, Recovery recovery) {
        this(source, recovery, new LogWatch());
    }

    /**
     * Uses connections of this source.
     *
     * @param log knows which log they lead to
     */
    public Database(ConnectionSource source, Recovery recovery, LogWatch log) {
        this.source = NamedConnections.of(source);
        this.log = log;
        this.recovery = recovery;
        this.availability = new Availability(recovery);
        this.retry = Retry.of(
                "eventcore-read",
                RetryConfig.custom()
                        .maxAttempts(recovery.attempts())
                        .intervalFunction(
                                IntervalFunction.ofExponentialRandomBackoff(FIRST_DELAY, FACTOR, JITTER, LONGEST_DELAY))
                        .retryOnException(failure -> failure instanceof SQLException e && SqlErrors.isTransient(e))
                        .build());
    }

    /** What is done on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        /** Uses the connection, and leaves it as it was. */
        T on(Connection connection) throws SQLException;
    }

    /** Which log the connections lead to. */
    public LogWatch log() {
        return log;
    }

    /** How failures that may pass are dealt with. */
    public Recovery recovery() {
        return recovery;
    }

    /**
     * Reads, and tries again if a failure may have passed. The work may run several times; what it has not returned must
     * not have had an effect.
     *
     * @param doing what a failure is said to have happened at
     */
    public <T> T read(String doing, Work<T> work) {
        try {
            return retry.executeCallable(() -> on(work));
        } catch (SQLException e) {
            throw translate(e, doing);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Works once, whatever happens. */
    public <T> T once(String doing, Work<T> work) {
        try {
            return on(work);
        } catch (SQLException e) {
            throw translate(e, doing);
        }
    }

    /**
     * What callers are told of a failure. Closing the store cuts what is under way, which looks like a database that is gone, also
     * to the circuit breaker.
     *
     * @param doing what it happened at
     */
    public EventCoreException translate(SQLException failure, String doing) {
        return source.isClosed()
                ? new StoreClosedException("The store was closed during " + doing + ".", ServerText.cleaned(failure))
                : SqlErrors.translate(failure, doing);
    }

    private <T> T on(Work<T> work) throws SQLException {
        try (Connection connection = connect()) {
            return work.on(connection);
        }
    }

    /** Works in a transaction, which ends with the work: by a commit, or by a rollback if the work throws. */
    public static <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.on(connection);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (Throwable failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    /** Undoes a transaction because of a failure, and leaves the connection in autocommit. */
    public static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** A connection. Closing it gives it back. */
    public Connection connect() throws SQLException {
        return availability.attempt(source::open);
    }

    /**
     * Refuses work that would find no connection.
     *
     * @throws StoreUnavailableException if the circuit breaker is open
     */
    public void refuseIfUnavailable(String doing) {
        try {
            availability.check();
        } catch (SQLException e) {
            throw translate(e, doing);
        }
    }

    /** Shows what the circuit breaker thinks. */
    public void show(StoreTelemetry telemetry) {
        telemetry.gauge(
                "eventcore.circuit.breaker.state",
                "0 while the database can be reached, 1 while that is tried, 2 while the store answers for it",
                () -> switch (circuit()) {
                    case OPEN, FORCED_OPEN -> 2;
                    case HALF_OPEN -> 1;
                    case CLOSED, DISABLED, METRICS_ONLY -> 0;
                });
    }

    /** What the circuit breaker thinks. */
    public CircuitBreaker.State circuit() {
        return availability.state();
    }
}

package io.eventcore.postgres.internal.append;

import io.eventcore.postgres.internal.sql.Recovery;
import io.eventcore.postgres.internal.sql.SqlErrors;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.function.Predicate;

/** When an append is sent again, and after which delay. */
final class AppendRetries {

    private static final int SERIALIZATION_ATTEMPTS = 50;

    /** A transaction that lost against another one: soon, often. */
    private final Retry afterSerializationFailure = retry(
            "eventcore-append-serialization",
            SERIALIZATION_ATTEMPTS,
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(2), 2, 0.5, Duration.ofMillis(50)),
            failure -> failure instanceof SQLException e && SqlErrors.isSerializationFailure(e));

    /** A connection that was broken before anything was sent. */
    private final Retry afterConnectionLoss;

    /** A connection that broke on the way. Who waits for the outcome says how long it is asked for. */
    private final Retry whileInDoubt = retry(
            "eventcore-append-in-doubt",
            Integer.MAX_VALUE,
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(20), 2, 0.5, Duration.ofSeconds(1)),
            failure -> failure instanceof OutcomeInDoubtException e && e.isWorthAsking());

    AppendRetries(Recovery recovery, AppendTelemetry telemetry) {
        this.afterConnectionLoss = retry(
                "eventcore-append-connection",
                recovery.attempts(),
                IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(20), 3, 0.5, Duration.ofSeconds(2)),
                AppendRetries::wasBrokenInThePool);
        afterSerializationFailure.getEventPublisher().onRetry(again -> telemetry.retryAfterSerializationFailure());
        afterConnectionLoss.getEventPublisher().onRetry(again -> telemetry.retryAfterConnectionLoss());
        whileInDoubt.getEventPublisher().onRetry(again -> telemetry.retryAfterConnectionLoss());
    }

    private static Retry retry(String name, int attempts, IntervalFunction delays, Predicate<Throwable> condition) {
        return Retry.of(
                name,
                RetryConfig.custom()
                        .maxAttempts(attempts)
                        .intervalFunction(delays)
                        .retryOnException(condition)
                        .build());
    }

    /** When the pool has no other, it has itself waited as long as its time-out says. */
    private static boolean wasBrokenInThePool(Throwable failure) {
        return failure instanceof SQLException e
                && SqlErrors.isConnectionLoss(e)
                && !(e instanceof SQLTransientConnectionException);
    }

    /** One attempt at an append. */
    @FunctionalInterface
    interface Attempt {
        void run() throws SQLException, OutcomeInDoubtException;
    }

    void run(Attempt attempt) throws SQLException, OutcomeInDoubtException {
        try {
            whileInDoubt.executeCallable(
                    () -> afterConnectionLoss.executeCallable(() -> afterSerializationFailure.executeCallable(() -> {
                        attempt.run();
                        return true;
                    })));
        } catch (SQLException | OutcomeInDoubtException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

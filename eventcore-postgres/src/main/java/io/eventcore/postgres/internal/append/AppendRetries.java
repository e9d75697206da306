package io.eventcore.postgres.internal.append;

import io.eventcore.postgres.internal.sql.SqlErrors;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** When an append is sent again, and after which delay. */
final class AppendRetries {

    /** A transaction that lost against another: soon, often. */
    private final Retry afterSerializationFailure = Retry.of(
            "eventcore-append-serialization",
            RetryConfig.custom()
                    .maxAttempts(50)
                    .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(
                            Duration.ofMillis(2), 2, 0.5, Duration.ofMillis(50)))
                    .retryOnException(
                            failure -> failure instanceof SQLException e && SqlErrors.isSerializationFailure(e))
                    .build());

    /** A broken connection. When the pool has no other, it has itself waited as long as its time-out says. */
    private final Retry afterConnectionLoss = Retry.of(
            "eventcore-append-connection",
            RetryConfig.custom()
                    .maxAttempts(5)
                    .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(
                            Duration.ofMillis(20), 3, 0.5, Duration.ofSeconds(2)))
                    .retryOnException(
                            failure -> failure instanceof OutcomeInDoubtException || wasBrokenInThePool(failure))
                    .build());

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
            afterConnectionLoss.executeCallable(() -> afterSerializationFailure.executeCallable(() -> {
                attempt.run();
                return true;
            }));
        } catch (SQLException | OutcomeInDoubtException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

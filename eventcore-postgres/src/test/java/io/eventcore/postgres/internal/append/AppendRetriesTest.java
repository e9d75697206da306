package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Telemetry;
import io.eventcore.postgres.internal.sql.Recovery;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AppendRetriesTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AppendRetries retries = new AppendRetries(
            new Recovery(true, 3, Duration.ofSeconds(1)),
            new AppendTelemetry(new StoreTelemetry(Telemetry.of(OpenTelemetry.noop(), meters), "bank")));

    @Test
    void aCallThatSucceedsAtOnceIsNoRetry() throws Exception {
        retries.run(() -> {});

        assertThat(counted("serialization")).isZero();
        assertThat(counted("connection")).isZero();
    }

    @Test
    void eachRepeatedCallIsCountedUnderItsReason() throws Exception {
        Queue<SQLException> failures = new ArrayDeque<>(List.of(
                new SQLException("lost", "40001"),
                new SQLException("deadlock", "40P01"),
                new SQLException("broken", "08006")));

        retries.run(() -> {
            SQLException failure = failures.poll();
            if (failure != null) {
                throw failure;
            }
        });

        assertThat(counted("serialization")).isEqualTo(2);
        assertThat(counted("connection")).isEqualTo(1);
    }

    @Test
    void askingForAnOutcomeAgainCountsAsAConnectionThatBroke() throws Exception {
        Queue<SQLException> failures = new ArrayDeque<>(List.of(new SQLException("broken", "08006")));

        retries.run(() -> {
            SQLException failure = failures.poll();
            if (failure != null) {
                throw new OutcomeInDoubtException(failure, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
            }
        });

        assertThat(counted("connection")).isEqualTo(1);
    }

    private double counted(String reason) {
        return meters.get("eventcore.append.retries")
                .tags("store", "bank", "reason", reason)
                .counter()
                .count();
    }
}

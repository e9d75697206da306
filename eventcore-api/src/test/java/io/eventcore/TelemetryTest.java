package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class TelemetryTest {

    @Test
    void whatReportsNothingKeepsNoMeter() {
        Counter counter = Telemetry.none().meters().counter("something");
        counter.increment();

        assertThat(counter.count()).isZero();
        assertThat(Telemetry.none().meters().getMeters()).isEmpty();
    }

    @Test
    void whatReportsNothingRecordsNoSpan() {
        Span span = Telemetry.none().tracer().spanBuilder("something").startSpan();

        assertThat(span.isRecording()).isFalse();
        assertThat(span.getSpanContext().isValid()).isFalse();
    }

    @Test
    void eachFailureHasItsWord() {
        assertThat(Telemetry.outcomeOf(new CommandRejectedException("no"))).isEqualTo("rejected");
        assertThat(Telemetry.outcomeOf(conflict())).isEqualTo("conflict");
        assertThat(Telemetry.outcomeOf(new DuplicateEventException(EventId.random())))
                .isEqualTo("duplicate");
        assertThat(Telemetry.outcomeOf(DeadlineExceededException.beforeStart(Duration.ofSeconds(1))))
                .isEqualTo("timeout");
        assertThat(Telemetry.outcomeOf(new QueryTimeoutException("slow", new IllegalStateException())))
                .isEqualTo("timeout");
        assertThat(Telemetry.outcomeOf(new OverloadedException("full"))).isEqualTo("overloaded");
        assertThat(Telemetry.outcomeOf(new StoreUnavailableException("down"))).isEqualTo("unavailable");
        assertThat(Telemetry.outcomeOf(new StoreClosedException("closed"))).isEqualTo("unavailable");
        assertThat(Telemetry.outcomeOf(new UnknownOutcomeException("cut"))).isEqualTo("unknown");
        assertThat(Telemetry.outcomeOf(new CancellationException())).isEqualTo("cancelled");
        assertThat(Telemetry.outcomeOf(new InterruptedException())).isEqualTo("cancelled");
        assertThat(Telemetry.outcomeOf(new StorageException("refused"))).isEqualTo("failed");
        assertThat(Telemetry.outcomeOf(new IllegalStateException("a mistake"))).isEqualTo("failed");
    }

    private static VersionConflictException conflict() {
        return new VersionConflictException(StreamId.of("a"), ExpectedVersion.noStream(), 1);
    }

    @Test
    void metersGoToTheRegistryGiven() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Telemetry telemetry = Telemetry.of(OpenTelemetry.noop(), registry);

        telemetry.meters().counter("something").increment();

        assertThat(telemetry.isEnabled()).isTrue();
        assertThat(registry.get("something").counter().count()).isEqualTo(1);
    }
}

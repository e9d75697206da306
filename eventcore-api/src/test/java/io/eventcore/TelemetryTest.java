package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
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
    void metersGoToTheRegistryGiven() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Telemetry telemetry = Telemetry.of(OpenTelemetry.noop(), registry);

        telemetry.meters().counter("something").increment();

        assertThat(telemetry.isEnabled()).isTrue();
        assertThat(registry.get("something").counter().count()).isEqualTo(1);
    }
}

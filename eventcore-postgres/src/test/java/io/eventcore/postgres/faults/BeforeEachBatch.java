package io.eventcore.postgres.faults;

import io.eventcore.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;

/**
 * Does something when a runner has a page of events in its hands, and the transaction that applies it has not begun: that
 * is when the span of the batch starts, on the thread that works on the segment.
 */
final class BeforeEachBatch implements SpanProcessor {

    private final Runnable action;

    private BeforeEachBatch(Runnable action) {
        this.action = action;
    }

    /** For the configuration of a runner. */
    static Telemetry run(Runnable action) {
        OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(new BeforeEachBatch(action))
                        .build())
                .build();
        return Telemetry.of(sdk, new SimpleMeterRegistry());
    }

    @Override
    public void onStart(Context parentContext, ReadWriteSpan span) {
        if (span.getName().equals("eventcore.project")) {
            action.run();
        }
    }

    @Override
    public boolean isStartRequired() {
        return true;
    }

    @Override
    public void onEnd(ReadableSpan span) {}

    @Override
    public boolean isEndRequired() {
        return false;
    }
}

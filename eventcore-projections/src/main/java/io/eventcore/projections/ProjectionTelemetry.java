package io.eventcore.projections;

import io.eventcore.EventMetadata;
import io.eventcore.StoredEvent;
import io.eventcore.Telemetry;
import io.eventcore.internal.TraceHeaders;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reports what a projection applies, as spans and meters. Thread-safe. */
final class ProjectionTelemetry {

    /** What a span holds by OpenTelemetry's default. It would drop more. */
    static final int MOST_LINKS = 128;

    private static final String NAME = "eventcore.project";

    private static final AttributeKey<String> PROJECTION = AttributeKey.stringKey("eventcore.projection");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("eventcore.events");
    private static final AttributeKey<Long> FIRST = AttributeKey.longKey("eventcore.position.first");
    private static final AttributeKey<Long> LAST = AttributeKey.longKey("eventcore.position.last");

    private final Telemetry telemetry;
    private final String projection;
    private final Counter applied;
    private final Counter retried;
    private final Counter skipped;
    private final Counter parked;

    ProjectionTelemetry(Telemetry telemetry, String projection) {
        this.telemetry = telemetry;
        this.projection = projection;
        this.applied = counter("eventcore.project.events", "Events that were applied and committed");
        this.retried = counter("eventcore.project.retries", "Times that a failed event was tried again");
        this.skipped = counter("eventcore.project.skipped", "Events that failed and were left out");
        this.parked = counter("eventcore.project.parked", "Events that failed and were put aside as dead letters");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name)
                .description(description)
                .tag("projection", projection)
                .register(telemetry.meters());
    }

    void retried() {
        retried.increment();
    }

    void skipped() {
        skipped.increment();
    }

    void parked() {
        parked.increment();
    }

    /** Applies events in one transaction, within a span that links to the commands that they come from. */
    void apply(List<StoredEvent<Object>> events, Transaction transaction) throws Exception {
        if (!telemetry.isEnabled() || events.isEmpty()) {
            transaction.run();
            return;
        }
        Span span = start(events);
        long startNanos = System.nanoTime();
        try {
            runWithin(span, transaction);
        } catch (Throwable failure) {
            telemetry.report(() -> end(span, startNanos, events.size(), failure));
            throw failure;
        }
        telemetry.report(() -> end(span, startNanos, events.size(), null));
    }

    @SuppressWarnings("try") // the scope only has to be closed
    private static void runWithin(Span span, Transaction transaction) throws Exception {
        try (Scope scope = span.makeCurrent()) {
            transaction.run();
        }
    }

    private Span start(List<StoredEvent<Object>> events) {
        SpanBuilder span = telemetry
                .tracer()
                .spanBuilder(NAME)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(PROJECTION, projection)
                .setAttribute(EVENTS, (long) events.size())
                .setAttribute(FIRST, events.get(0).position())
                .setAttribute(LAST, events.get(events.size() - 1).position());
        origins(events).forEach(span::addLink);
        return span.startSpan();
    }

    private static List<SpanContext> origins(List<StoredEvent<Object>> events) {
        Set<TraceHeaders> distinct = new LinkedHashSet<>();
        for (StoredEvent<Object> event : events) {
            EventMetadata metadata = event.metadata();
            distinct.add(new TraceHeaders(
                    metadata.traceParent().orElse(null), metadata.traceState().orElse(null)));
        }
        return distinct.stream()
                .map(TraceHeaders::spanContext)
                .filter(SpanContext::isValid)
                .limit(MOST_LINKS)
                .toList();
    }

    private void end(Span span, long startNanos, int events, @Nullable Throwable failure) {
        long nanos = System.nanoTime() - startNanos;
        String outcome = failure == null ? "applied" : outcomeOf(failure);
        span.setAttribute(Telemetry.OUTCOME, outcome);
        if (failure == null) {
            applied.increment(events);
        } else {
            Telemetry.recordFailure(span, failure, false);
            span.recordException(FailureTexts.cleaned(failure)).setStatus(StatusCode.ERROR, FailureTexts.of(failure));
        }
        span.end();
        Timer.builder(NAME)
                .description("How long batches took, with their transaction")
                .tags("projection", projection, "outcome", outcome)
                .register(telemetry.meters())
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String outcomeOf(Throwable failure) {
        return Outage.isSeenIn(failure) ? "unavailable" : Telemetry.outcomeOf(failure);
    }

    /** Applies the events and moves the checkpoint. */
    interface Transaction {
        void run() throws Exception;
    }
}

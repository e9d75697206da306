package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.Telemetry;
import io.eventcore.postgres.internal.telemetry.OutcomeTimers;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reports the appends of one store, its queue and its lanes. Thread-safe. */
final class AppendTelemetry {

    private static final String NAME = "eventcore.append";

    private static final AttributeKey<Long> STREAMS = AttributeKey.longKey("eventcore.streams");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("eventcore.events");

    /** Outcomes that are answers to the caller, and no errors. */
    private static final Set<String> ANSWERS = Set.of("conflict", "duplicate", "cancelled");

    private final StoreTelemetry store;
    private final OutcomeTimers timers;
    private final Timer queueWait;
    private final Counter serializationRetries;
    private final Counter connectionRetries;
    private final List<LaneTelemetry> lanes = new CopyOnWriteArrayList<>();

    AppendTelemetry(StoreTelemetry store) {
        this.store = store;
        this.timers = store.timers(NAME, "How long appends took from their acceptance to their outcome");
        this.queueWait = store.timer("eventcore.append.queue.wait", "How long appends waited for a lane");
        this.serializationRetries = retries("serialization");
        this.connectionRetries = retries("connection");
    }

    private Counter retries(String reason) {
        return store.counter("eventcore.append.retries", "How often a call was repeated", reason);
    }

    /** Shows the queue, and what the lanes do. */
    void watch(AppendQueue queue) {
        store.gauge("eventcore.append.queue.size", "How many appends wait for a lane", queue::size);
        store.gauge("eventcore.append.queue.capacity", "How many appends may wait for a lane", queue::capacity);
        store.gauge(
                "eventcore.append.queue.bytes",
                "About how many bytes of memory the appends take that wait or are being sent",
                queue::bytes);
        store.gauge(
                "eventcore.append.lanes.busy",
                "How many lanes carry a batch through",
                () -> lanes.stream().filter(LaneTelemetry::isBusy).count());
        store.secondsGauge(
                "eventcore.append.oldest.call",
                "How long the call runs already that has run longest; 0 without any",
                () -> lanes.stream()
                        .mapToDouble(LaneTelemetry::callSeconds)
                        .max()
                        .orElse(0));
    }

    /** Shows how many lanes there are. */
    void watch(Supplier<Number> alive) {
        store.gauge("eventcore.append.lanes.alive", "How many lanes can take appends", alive);
    }

    /** One more lane. */
    LaneTelemetry lane() {
        LaneTelemetry lane = new LaneTelemetry(store);
        lanes.add(lane);
        return lane;
    }

    /** A call is repeated because its transaction lost against another one. */
    void retryAfterSerializationFailure() {
        store.report(serializationRetries::increment);
    }

    /** A call is repeated because its connection broke. */
    void retryAfterConnectionLoss() {
        store.report(connectionRetries::increment);
    }

    /** An append comes in on the calling thread; its span belongs to the one that is current there. */
    AppendReport begin(AppendRequest request) {
        if (!store.isEnabled()) {
            return AppendReport.NONE;
        }
        AtomicReference<@Nullable AppendReport> begun = new AtomicReference<>();
        store.report(() -> begun.set(new Report(store.span(NAME)
                .setAttribute(STREAMS, (long) request.expected().size())
                .setAttribute(EVENTS, (long) request.events().size())
                .startSpan())));
        return Objects.requireNonNullElse(begun.get(), AppendReport.NONE);
    }

    private final class Report implements AppendReport {
        private final Span span;
        private final long startNanos = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        Report(Span span) {
            this.span = span;
        }

        @Override
        public void taken() {
            store.report(() -> queueWait.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS));
        }

        @Override
        public SpanContext spanContext() {
            return span.getSpanContext();
        }

        @Override
        public void end(@Nullable AppendResult result, @Nullable Throwable failure) {
            if (ended.compareAndSet(false, true)) {
                store.report(() -> endNow(outcome(result, failure), failure));
            }
        }

        private void endNow(String outcome, @Nullable Throwable failure) {
            span.setAttribute(Telemetry.OUTCOME, outcome);
            if (failure != null) {
                Telemetry.recordFailure(span, failure, !ANSWERS.contains(outcome));
            }
            span.end();
            timers.record(outcome, System.nanoTime() - startNanos);
        }

        private static String outcome(@Nullable AppendResult result, @Nullable Throwable failure) {
            if (failure != null) {
                return Telemetry.outcomeOf(failure);
            }
            return result != null && result.repeated() ? "repeated" : "committed";
        }
    }
}

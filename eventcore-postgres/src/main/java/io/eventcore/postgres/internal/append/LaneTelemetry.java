package io.eventcore.postgres.internal.append;

import io.eventcore.Telemetry;
import io.eventcore.postgres.internal.sql.ServerText;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reports what one lane does. Written by the lane, read by any thread. */
final class LaneTelemetry {

    private static final String NAME = "eventcore.append.call";

    private static final AttributeKey<Long> REQUESTS = AttributeKey.longKey("eventcore.batch.requests");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("eventcore.batch.events");

    private final StoreTelemetry store;
    private final Timer timer;
    private final DistributionSummary batchRequests;
    private final DistributionSummary batchEvents;
    private volatile boolean busy;
    private volatile boolean calling;
    private volatile long callStartNanos;

    LaneTelemetry(StoreTelemetry store) {
        this.store = store;
        this.timer = store.timer(NAME, "How long calls of the append function took");
        this.batchRequests = store.summary("eventcore.append.batch.requests", "How many appends a call carried");
        this.batchEvents = store.summary("eventcore.append.batch.events", "How many events a call carried");
    }

    /** The lane has nothing to do. */
    void free() {
        busy = false;
    }

    /** The lane has taken a batch. */
    void took(List<PendingAppend> batch) {
        busy = true;
        batch.forEach(append -> append.report().taken());
    }

    boolean isBusy() {
        return busy;
    }

    /** For how long the present call runs; 0 if there is none. */
    double callSeconds() {
        long start = callStartNanos;
        return calling ? (System.nanoTime() - start) / 1e9 : 0;
    }

    /** A call of the append function. */
    interface Call {
        AppendAnswer run() throws SQLException;
    }

    /** Makes a call that carries these requests. */
    AppendAnswer call(List<PendingAppend> batch, Call call) throws SQLException {
        callStartNanos = System.nanoTime();
        calling = true;
        try {
            return store.isEnabled() ? callWithinSpan(batch, call) : call.run();
        } finally {
            calling = false;
        }
    }

    /** Nothing of what reports the call can keep it from being made, or change how it ended. */
    @SuppressWarnings("try") // the scope only has to be closed
    private AppendAnswer callWithinSpan(List<PendingAppend> batch, Call call) throws SQLException {
        long startNanos = callStartNanos;
        AtomicReference<@Nullable Call> outcome = new AtomicReference<>();
        store.report(() -> {
            Span span = start(batch, eventsOf(batch));
            try (Scope scope = span.makeCurrent()) {
                outcome.set(tried(call, span));
            } finally {
                span.end();
            }
        });
        Call ended = outcome.get();
        try {
            return ended == null ? call.run() : ended.run();
        } finally {
            long nanos = System.nanoTime() - startNanos;
            store.report(() -> {
                timer.record(nanos, TimeUnit.NANOSECONDS);
                batchRequests.record(batch.size());
                batchEvents.record(eventsOf(batch));
            });
        }
    }

    /** How it ended, whatever becomes of the span around it. */
    private Call tried(Call call, Span span) {
        try {
            AppendAnswer answer = call.run();
            return () -> answer;
        } catch (SQLException | RuntimeException | Error failure) {
            store.report(() -> Telemetry.recordFailure(
                    span, failure instanceof SQLException said ? ServerText.cleaned(said) : failure, true));
            return () -> {
                throw failure;
            };
        }
    }

    private static int eventsOf(List<PendingAppend> batch) {
        return batch.stream().mapToInt(append -> append.events().size()).sum();
    }

    /** It belongs to no single append, so it is a trace of its own. */
    private Span start(List<PendingAppend> batch, int events) {
        SpanBuilder span = store.databaseSpan(NAME)
                .setNoParent()
                .setAttribute(REQUESTS, (long) batch.size())
                .setAttribute(EVENTS, (long) events);
        for (PendingAppend append : batch) {
            SpanContext origin = append.report().spanContext();
            if (origin.isValid()) {
                span.addLink(origin);
            }
        }
        return span.startSpan();
    }
}

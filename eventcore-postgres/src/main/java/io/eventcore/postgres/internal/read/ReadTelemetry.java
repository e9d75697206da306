package io.eventcore.postgres.internal.read;

import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.postgres.internal.telemetry.OutcomeTimers;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.micrometer.core.instrument.DistributionSummary;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.function.Consumer;

/** Reports the reads of streams. Thread-safe. */
final class ReadTelemetry {

    private static final String NAME = "eventcore.read";

    private static final AttributeKey<Long> STREAMS = AttributeKey.longKey("eventcore.streams");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("eventcore.events");

    private final StoreTelemetry store;
    private final OutcomeTimers timers;
    private final DistributionSummary events;

    ReadTelemetry(StoreTelemetry store) {
        this.store = store;
        this.timers = store.timers(NAME, "How long reads of streams took, with what the reader did with the events");
        this.events = store.summary("eventcore.read.events", "How many events a read brought");
    }

    /** How streams are read. */
    interface Reading {
        Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer);
    }

    /** Reads streams within a span. */
    @SuppressWarnings("try") // the scope only has to be closed
    Map<StreamId, Long> read(ReadRequest request, Consumer<? super StoredEvent<Object>> consumer, Reading reading) {
        if (!store.isEnabled()) {
            return reading.read(request, consumer);
        }
        Span span = store.databaseSpan(NAME)
                .setAttribute(STREAMS, (long) request.after().size())
                .startSpan();
        CountingConsumer counting = new CountingConsumer(consumer);
        long startNanos = System.nanoTime();
        String outcome = "read";
        try (Scope scope = span.makeCurrent()) {
            return reading.read(request, counting);
        } catch (RuntimeException | Error failure) {
            outcome = Telemetry.outcomeOf(failure);
            Telemetry.recordFailure(span, failure, true);
            throw failure;
        } finally {
            String end = outcome;
            long nanos = System.nanoTime() - startNanos;
            store.report(() -> {
                span.setAttribute(EVENTS, (long) counting.count)
                        .setAttribute(Telemetry.OUTCOME, end)
                        .end();
                timers.record(end, nanos);
                events.record(counting.count);
            });
        }
    }

    private static final class CountingConsumer implements Consumer<StoredEvent<Object>> {
        private final Consumer<? super StoredEvent<Object>> consumer;
        private int count;

        CountingConsumer(Consumer<? super StoredEvent<Object>> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void accept(StoredEvent<Object> event) {
            count++;
            consumer.accept(event);
        }
    }
}

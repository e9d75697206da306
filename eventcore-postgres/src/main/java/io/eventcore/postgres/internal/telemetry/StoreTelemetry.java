package io.eventcore.postgres.internal.telemetry;

import io.eventcore.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters and spans of one store: all carry its name. Of two stores of one name, a registry shows the gauges of the one
 * that was opened last. Thread-safe.
 */
public final class StoreTelemetry implements AutoCloseable {

    private static final String TAG = "store";

    private static final AttributeKey<String> STORE = AttributeKey.stringKey("eventcore.store");
    private static final AttributeKey<String> DATABASE = AttributeKey.stringKey("db.system.name");

    private final Telemetry telemetry;
    private final String store;
    private final Map<String, Gauge> gauges = new ConcurrentHashMap<>();

    /** @param store the store's name */
    public StoreTelemetry(Telemetry telemetry, String store) {
        this.telemetry = telemetry;
        this.store = store;
    }

    /** Whether anything is reported. */
    public boolean isEnabled() {
        return telemetry.isEnabled();
    }

    /** Runs code that reports an outcome; see {@link Telemetry#report(Runnable)}. */
    public void report(Runnable reporting) {
        telemetry.report(reporting);
    }

    /** Starts to build a span. */
    public SpanBuilder span(String name) {
        return telemetry.tracer().spanBuilder(name).setAttribute(STORE, store);
    }

    /** Starts to build the span of a call to the database. */
    public SpanBuilder databaseSpan(String name) {
        return span(name).setSpanKind(SpanKind.CLIENT).setAttribute(DATABASE, "postgresql");
    }

    /** A timer. */
    public Timer timer(String name, String description) {
        return Timer.builder(name).description(description).tag(TAG, store).register(meters());
    }

    /** A timer for each way in which an operation ends. */
    public OutcomeTimers timers(String name, String description) {
        return new OutcomeTimers(outcome -> Timer.builder(name)
                .description(description)
                .tags(TAG, store, "outcome", outcome)
                .register(meters()));
    }

    /** A summary of amounts. */
    public DistributionSummary summary(String name, String description) {
        return DistributionSummary.builder(name)
                .description(description)
                .tag(TAG, store)
                .register(meters());
    }

    /** A counter for one reason of several. */
    public Counter counter(String name, String description, String reason) {
        return Counter.builder(name)
                .description(description)
                .tags(TAG, store, "reason", reason)
                .register(meters());
    }

    /** A counter. */
    public Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tag(TAG, store).register(meters());
    }

    /** A gauge, until this is closed. */
    public void gauge(String name, String description, Supplier<Number> value) {
        register(name, Gauge.builder(name, value).description(description));
    }

    /** A gauge of seconds, until this is closed. */
    public void secondsGauge(String name, String description, Supplier<Number> value) {
        register(name, Gauge.builder(name, value).description(description).baseUnit("seconds"));
    }

    private void register(String name, Gauge.Builder<Supplier<Number>> gauge) {
        Gauge former = registered(name);
        if (former != null) {
            meters().remove(former);
        }
        gauges.put(name, gauge.tag(TAG, store).register(meters()));
    }

    private @Nullable Gauge registered(String name) {
        return meters().find(name).tag(TAG, store).gauge();
    }

    private MeterRegistry meters() {
        return telemetry.meters();
    }

    /** Removes the gauges, but not those of another store of this name. */
    @Override
    public void close() {
        gauges.forEach((name, gauge) -> {
            if (gauge == registered(name)) {
                meters().remove(gauge);
            }
        });
        gauges.clear();
    }
}

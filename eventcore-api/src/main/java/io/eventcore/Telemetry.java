package io.eventcore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;

/**
 * Where EventCore reports what it does: spans to OpenTelemetry, meters to Micrometer. Hand the same object to the
 * executor, the store and the projections, so that their spans find each other. Immutable and thread-safe.
 *
 * <p>The accessors are for authors of adapters.
 */
public final class Telemetry {

    /** The name of the instrumentation scope of all spans. */
    private static final String SCOPE = "io.eventcore";

    private static final Telemetry NONE =
            new Telemetry(OpenTelemetry.noop().getTracer(SCOPE), registryThatKeepsNothing(), false);

    private final Tracer tracer;
    private final MeterRegistry meters;
    private final boolean enabled;

    private Telemetry(Tracer tracer, MeterRegistry meters, boolean enabled) {
        this.tracer = tracer;
        this.meters = meters;
        this.enabled = enabled;
    }

    /**
     * Spans go to one, meters to the other. Who wants only one of them hands in {@link OpenTelemetry#noop()}, or a
     * {@link SimpleMeterRegistry} that nobody reads.
     */
    public static Telemetry of(OpenTelemetry openTelemetry, MeterRegistry meters) {
        return new Telemetry(openTelemetry.getTracer(SCOPE), meters, true);
    }

    /** Reports nothing, and costs next to nothing. */
    public static Telemetry none() {
        return NONE;
    }

    /** Whether anything is reported. Code that would gather something only to report it asks first. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Starts spans. */
    public Tracer tracer() {
        return tracer;
    }

    /** Holds meters. The one of {@link #none()} forgets each at once, and the meters that it gives do nothing. */
    public MeterRegistry meters() {
        return meters;
    }

    private static MeterRegistry registryThatKeepsNothing() {
        MeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(MeterFilter.deny());
        return registry;
    }
}

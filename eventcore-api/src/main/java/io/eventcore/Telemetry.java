package io.eventcore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where EventCore reports what it does: spans to OpenTelemetry, meters to Micrometer. Hand the same object to the
 * executor, the store and the projections, so that their spans find each other. Immutable and thread-safe.
 *
 * <p>The accessors are for authors of adapters.
 */
public final class Telemetry {

    /** The attribute of spans that says how an operation ended, in the words of the tag {@code outcome}. */
    public static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("eventcore.outcome");

    /** The attribute of spans that says what went wrong, by {@link ErrorCode#code()}. */
    public static final AttributeKey<String> ERROR = AttributeKey.stringKey("eventcore.error");

    /** The name of the instrumentation scope of all spans. */
    private static final String SCOPE = "io.eventcore";

    private static final Telemetry NONE =
            new Telemetry(OpenTelemetry.noop().getTracer(SCOPE), registryThatKeepsNothing(), false);

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private final Tracer tracer;
    private final MeterRegistry meters;
    private final boolean enabled;

    private Telemetry(Tracer tracer, MeterRegistry meters, boolean enabled) {
        this.tracer = tracer;
        this.meters = meters;
        this.enabled = enabled;
    }

    /**
     * Reports to an application's own telemetry.
     *
     * @param openTelemetry where spans go; {@link OpenTelemetry#noop()} drops them
     * @param meters where meters go; a {@link SimpleMeterRegistry} that nobody reads if they are not wanted
     * @return the telemetry, to be shared by the store, the executor and the runners
     */
    public static Telemetry of(OpenTelemetry openTelemetry, MeterRegistry meters) {
        return new Telemetry(openTelemetry.getTracer(SCOPE), meters, true);
    }

    /** {@return what reports nothing, and costs next to nothing} */
    public static Telemetry none() {
        return NONE;
    }

    /** {@return whether anything is reported} Code that would gather something only to report it asks first. */
    public boolean isEnabled() {
        return enabled;
    }

    /** {@return what starts spans} */
    public Tracer tracer() {
        return tracer;
    }

    /**
     * {@return what holds meters} The one of {@link #none()} forgets each at once, and the meters that it gives do
     * nothing.
     */
    public MeterRegistry meters() {
        return meters;
    }

    /**
     * Runs code that reports an outcome. What has been decided stays decided: if the reporting fails, that is logged
     * and not thrown.
     *
     * @param reporting writes to spans or meters; runs on the calling thread
     */
    public void report(Runnable reporting) {
        try {
            reporting.run();
        } catch (Throwable failure) { // a class that is missing counts as little as a full disk
            tell(failure);
        }
    }

    @SuppressWarnings("EmptyCatch") // a logger that fails too has nobody to tell
    private static void tell(Throwable failure) {
        try {
            LOG.warn("A span or a meter could not be written; what it was about is not touched by that.", failure);
        } catch (Throwable untold) { // for want of memory
        }
    }

    /**
     * Puts a failure into a word for the tag {@code outcome}.
     *
     * @param failure what was thrown
     * @return {@code rejected}, {@code conflict}, {@code duplicate}, {@code timeout}, {@code overloaded},
     *     {@code unavailable}, {@code unknown}, {@code cancelled}, or {@code failed} for every other
     */
    public static String outcomeOf(Throwable failure) {
        if (failure instanceof EventCoreException known) {
            return switch (known.code()) {
                case COMMAND_REJECTED -> "rejected";
                case VERSION_CONFLICT, CHECKPOINT_MOVED -> "conflict";
                case DUPLICATE_EVENT -> "duplicate";
                case DEADLINE_EXCEEDED, QUERY_TIMEOUT -> "timeout";
                case OVERLOADED -> "overloaded";
                case STORE_UNAVAILABLE, STORE_CLOSED -> "unavailable";
                case UNKNOWN_OUTCOME -> "unknown";
                case INTERRUPTED -> "cancelled";
                default -> "failed";
            };
        }
        return failure instanceof CancellationException || failure instanceof InterruptedException
                ? "cancelled"
                : "failed";
    }

    /**
     * Writes a failure to a span: its code, or the name of its class if it has none.
     *
     * @param span a span that has not ended
     * @param failure what was thrown
     * @param isError whether the span is to count as failed; then the failure itself is written too. An answer that a
     *     caller must expect, as a rejection is, is no error
     */
    public static void recordFailure(Span span, Throwable failure, boolean isError) {
        span.setAttribute(
                ERROR,
                failure instanceof EventCoreException known
                        ? known.code().code()
                        : failure.getClass().getName());
        if (isError) {
            String problem = failure instanceof EventCoreException known
                    ? known.problem()
                    : String.valueOf(failure.getMessage());
            span.recordException(failure).setStatus(StatusCode.ERROR, problem);
        }
    }

    @Override
    public String toString() {
        return enabled ? "Telemetry[on]" : "Telemetry[none]";
    }

    private static MeterRegistry registryThatKeepsNothing() {
        MeterRegistry registry = new SimpleMeterRegistry();
        registry.config().meterFilter(MeterFilter.deny());
        return registry;
    }
}

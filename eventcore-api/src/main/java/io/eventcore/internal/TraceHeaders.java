package io.eventcore.internal;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trace context as the metadata of events carries it, in the form of the W3C.
 *
 * @param parent the {@code traceparent}
 * @param state the {@code tracestate}
 */
public record TraceHeaders(
        @Nullable String parent, @Nullable String state) {

    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final W3CTraceContextPropagator FORM = W3CTraceContextPropagator.getInstance();

    /**
     * Says how to find the span of a context again.
     *
     * @param context a context, with or without a span
     * @return the headers; without a parent if the context has no valid span
     */
    public static TraceHeaders of(Context context) {
        Map<String, String> headers = new HashMap<>();
        FORM.inject(context, headers, Map::put);
        return new TraceHeaders(headers.get(PARENT), headers.get(STATE));
    }

    /**
     * Puts the span of these headers into a context.
     *
     * @param context what else is to be known
     * @return the context with the span; the context itself if the headers name none, or not in the right form
     */
    public Context in(Context context) {
        return FORM.extract(context, this, Getter.INSTANCE);
    }

    /** {@return the span that these headers name; invalid if they name none} */
    public SpanContext spanContext() {
        return Span.fromContext(in(Context.root())).getSpanContext();
    }

    private enum Getter implements TextMapGetter<TraceHeaders> {
        INSTANCE;

        @Override
        public @Nullable String get(@Nullable TraceHeaders carrier, String key) {
            if (carrier == null) {
                return null;
            }
            return key.equals(PARENT) ? carrier.parent : key.equals(STATE) ? carrier.state : null;
        }
    }
}

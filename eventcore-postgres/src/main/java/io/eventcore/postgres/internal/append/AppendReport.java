package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.opentelemetry.api.trace.SpanContext;
import org.jspecify.annotations.Nullable;

/** What is told about one append from its acceptance to its outcome: its span and its times, or nothing. Thread-safe. */
interface AppendReport {

    /** Tells nothing. */
    AppendReport NONE = new AppendReport() {
        @Override
        public void taken() {}

        @Override
        public SpanContext spanContext() {
            return SpanContext.getInvalid();
        }

        @Override
        public void end(@Nullable AppendResult result, @Nullable Throwable failure) {}
    };

    /** A lane has taken it out of the queue. */
    void taken();

    /** The span; invalid if there is none. */
    SpanContext spanContext();

    /** The outcome is known; said right before the caller is told. Only the first call counts. */
    void end(@Nullable AppendResult result, @Nullable Throwable failure);
}

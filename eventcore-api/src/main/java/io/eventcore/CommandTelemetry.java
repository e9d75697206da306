package io.eventcore;

import io.eventcore.internal.TraceHeaders;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The spans and meters of one executor's commands. Thread-safe. */
final class CommandTelemetry {

    private static final String NAME = "eventcore.execute";

    private static final AttributeKey<String> COMMAND = AttributeKey.stringKey("eventcore.command");
    private static final AttributeKey<String> COMMAND_ID = AttributeKey.stringKey("eventcore.command.id");
    private static final AttributeKey<Long> ATTEMPTS = AttributeKey.longKey("eventcore.attempts");
    private static final AttributeKey<Long> STREAMS = AttributeKey.longKey("eventcore.streams");
    private static final AttributeKey<Long> EVENTS = AttributeKey.longKey("eventcore.events");

    private final Telemetry telemetry;
    private final Map<String, Meters> meters = new ConcurrentHashMap<>();

    CommandTelemetry(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    /**
     * A command begins on the calling thread. Its span belongs to the one that is current there, or, if there is none,
     * to the one that the caller's metadata names.
     */
    CommandReport begin(Command<?, ?> command, UUID commandId, EventMetadata given) {
        if (!telemetry.isEnabled()) {
            return CommandReport.NONE;
        }
        AtomicReference<@Nullable CommandReport> begun = new AtomicReference<>();
        telemetry.report(() -> begun.set(start(command, commandId, given)));
        return Objects.requireNonNullElse(begun.get(), CommandReport.NONE);
    }

    private CommandReport start(Command<?, ?> command, UUID commandId, EventMetadata given) {
        String name = nameOf(command.getClass());
        Context parent = parent(given);
        Span span = telemetry
                .tracer()
                .spanBuilder(NAME)
                .setParent(parent)
                .setAttribute(COMMAND, name)
                .setAttribute(COMMAND_ID, commandId.toString())
                .startSpan();
        return new Report(name, span, parent.with(span));
    }

    /** Meters cannot bear names without end, so classes that the virtual machine names share a word. */
    static String nameOf(Class<?> type) {
        return type.isAnonymousClass() || type.isHidden() ? "anonymous" : type.getSimpleName();
    }

    private static Context parent(EventMetadata given) {
        Context current = Context.current();
        if (Span.fromContext(current).getSpanContext().isValid()) {
            return current;
        }
        return new TraceHeaders(
                        given.traceParent().orElse(null), given.traceState().orElse(null))
                .in(current);
    }

    private final class Report implements CommandReport {
        private final String command;
        private final Span span;
        private final Context context;
        private final long startNanos = System.nanoTime();
        private final AtomicBoolean ended = new AtomicBoolean();

        Report(String command, Span span, Context context) {
            this.command = command;
            this.span = span;
            this.context = context;
        }

        @Override
        @SuppressWarnings("try") // the scope only has to be closed
        public <T> T within(Supplier<T> work) {
            AtomicReference<@Nullable Supplier<T>> outcome = new AtomicReference<>();
            telemetry.report(() -> {
                try (Scope scope = context.makeCurrent()) {
                    outcome.set(tried(work));
                }
            });
            Supplier<T> ended = outcome.get();
            return ended == null ? work.get() : ended.get();
        }

        /** How it ended, whatever becomes of the scope around it. */
        private static <T> Supplier<T> tried(Supplier<T> work) {
            try {
                T result = work.get();
                return () -> result;
            } catch (Throwable failure) {
                return () -> {
                    throw Futures.rethrow(failure);
                };
            }
        }

        @Override
        public EventMetadata stamp(EventMetadata metadata) {
            TraceHeaders own = TraceHeaders.of(context);
            if (metadata.traceParent().isPresent() || own.parent() == null) {
                return metadata;
            }
            EventMetadata.Builder stamped = metadata.toBuilder().traceParent(own.parent());
            if (own.state() != null) {
                stamped.traceState(own.state());
            }
            return stamped.build();
        }

        @Override
        public void end(int attempts, int streams, @Nullable ExecutionResult result, @Nullable Throwable failure) {
            if (ended.compareAndSet(false, true)) {
                telemetry.report(() -> endNow(attempts, streams, result, failure));
            }
        }

        private void endNow(int attempts, int streams, @Nullable ExecutionResult result, @Nullable Throwable failure) {
            int events =
                    result == null || result.repeated() ? 0 : result.events().size();
            String outcome = outcome(result, failure);
            span.setAttribute(ATTEMPTS, (long) attempts)
                    .setAttribute(STREAMS, (long) streams)
                    .setAttribute(EVENTS, (long) events)
                    .setAttribute(Telemetry.OUTCOME, outcome);
            if (failure != null) {
                Telemetry.recordFailure(span, failure, !(failure instanceof CommandRejectedException));
            }
            span.end();
            Meters own = meters.computeIfAbsent(command, Meters::new);
            own.timer(outcome).record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
            own.attempts.record(attempts);
        }

        private static String outcome(@Nullable ExecutionResult result, @Nullable Throwable failure) {
            if (failure != null) {
                return Telemetry.outcomeOf(failure);
            }
            if (result == null) {
                return "cancelled";
            }
            if (result.repeated()) {
                return "repeated";
            }
            return result.events().isEmpty() ? "nothing" : "committed";
        }
    }

    /** The meters of one command; looking them up in the registry each time would cost more than recording. */
    private final class Meters {
        private final String command;
        private final Map<String, Timer> timers = new ConcurrentHashMap<>();
        private final DistributionSummary attempts;

        Meters(String command) {
            this.command = command;
            this.attempts = DistributionSummary.builder("eventcore.execute.attempts")
                    .description("How often commands were tried until they ended")
                    .tag("command", command)
                    .register(telemetry.meters());
        }

        Timer timer(String outcome) {
            return timers.computeIfAbsent(outcome, this::register);
        }

        private Timer register(String outcome) {
            return Timer.builder(NAME)
                    .description("How long commands took, with all their attempts")
                    .tags("command", command, "outcome", outcome)
                    .register(telemetry.meters());
        }
    }
}

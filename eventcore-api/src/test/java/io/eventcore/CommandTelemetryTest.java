package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.internal.TraceHeaders;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The span and the meters of a command. */
@SuppressWarnings("try") // scopes only have to be closed
class CommandTelemetryTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");
    private static final OneAccount DEPOSIT = OneAccount.deposit(ALICE, 5);
    private static final String TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN_ID = "b7ad6b7169203331";
    private static final String TRACE_PARENT = "00-" + TRACE_ID + "-" + SPAN_ID + "-01";

    @RegisterExtension
    static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedStore store = new ScriptedStore();
    private final FakeTimer timer = new FakeTimer();
    private final CommandExecutor executor = executor(Telemetry.of(TRACES.getOpenTelemetry(), meters));

    private CommandExecutor executor(Telemetry telemetry) {
        return CommandExecutor.builder(store)
                .scheduler(timer)
                .telemetry(telemetry)
                .build();
    }

    @AfterEach
    void stopTheTimer() {
        timer.shutdownNow();
    }

    @Test
    void aCommandIsASpanThatSaysWhatItDid() {
        store.given(ALICE, new Deposited(100));

        ExecutionResult result = executor.execute(new Transfer(ALICE, BOB, 60));

        SpanData span = onlySpan();
        assertThat(span.getName()).isEqualTo("eventcore.execute");
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(span.getParentSpanContext().isValid()).isFalse();
        assertThat(text(span, "eventcore.command")).isEqualTo("Transfer");
        assertThat(text(span, "eventcore.command.id"))
                .isEqualTo(result.commandId().toString());
        assertThat(text(span, "eventcore.outcome")).isEqualTo("committed");
        assertThat(number(span, "eventcore.attempts")).isEqualTo(1);
        assertThat(number(span, "eventcore.streams")).isEqualTo(2);
        assertThat(number(span, "eventcore.events")).isEqualTo(2);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void aCommandIsTimedAndItsAttemptsAreCounted() {
        store.conflictNext(2);

        executor.execute(DEPOSIT);

        assertThat(timed("OneAccount", "committed")).isEqualTo(1);
        assertThat(meters.get("eventcore.execute.attempts")
                        .tag("command", "OneAccount")
                        .summary()
                        .totalAmount())
                .isEqualTo(3);
        assertThat(number(onlySpan(), "eventcore.attempts")).isEqualTo(3);
    }

    @Test
    void theSpanOfTheCallerIsTheParentAlsoOfAnAsynchronousCommand() {
        Span request = TRACES.getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("request")
                .startSpan();
        CompletableFuture<ExecutionResult> async;
        try (Scope scope = request.makeCurrent()) {
            executor.execute(DEPOSIT);
            async = executor.executeAsync(DEPOSIT);
        }
        async.join();

        assertThat(TRACES.getSpans())
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getParentSpanId())
                        .isEqualTo(request.getSpanContext().getSpanId()));
    }

    @Test
    void whatReadsDecidesAndAppendsRunsWithinTheSpanOnEveryAttempt() {
        List<SpanContext> seen = new CopyOnWriteArrayList<>();
        Runnable look = () -> seen.add(Span.current().getSpanContext());
        store.conflictNext(1).beforeRead(1, look).beforeRead(2, look).duringAppend(look);
        OneAccount command = new OneAccount(ALICE, balance -> {
            look.run();
            return Writes.to(ALICE, new Deposited(1));
        });

        executor.executeAsync(command).join();

        assertThat(seen).hasSize(6).containsOnly(onlySpan().getSpanContext());
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void theEventsCarryTheSpanOfTheirCommand() {
        executor.execute(DEPOSIT);

        EventMetadata metadata = store.read(ALICE, 0).get(0).metadata();
        SpanContext span = onlySpan().getSpanContext();
        assertThat(metadata.traceParent())
                .hasValueSatisfying(parent ->
                        assertThat(parent).startsWith("00-" + span.getTraceId() + "-" + span.getSpanId() + "-"));
        assertThat(metadata.traceState()).isEmpty();
        assertThat(metadata.causationId()).isPresent();
    }

    @Test
    void aTraceParentOfTheCallerIsTheParentAndIsKeptAsWritten() {
        EventMetadata given = EventMetadata.builder()
                .traceParent(TRACE_PARENT)
                .traceState("vendor=value")
                .build();

        executor.execute(DEPOSIT, ExecutionOptions.defaults().withMetadata(given));

        SpanData span = onlySpan();
        assertThat(span.getTraceId()).isEqualTo(TRACE_ID);
        assertThat(span.getParentSpanId()).isEqualTo(SPAN_ID);
        assertThat(span.getParentSpanContext().isRemote()).isTrue();
        EventMetadata stored = store.read(ALICE, 0).get(0).metadata();
        assertThat(stored.traceParent()).contains(TRACE_PARENT);
        assertThat(stored.traceState()).contains("vendor=value");
    }

    @Test
    void theStateOfTheTraceGoesIntoTheEvents() {
        try (Scope scope = new TraceHeaders(TRACE_PARENT, "vendor=value")
                .in(Context.root())
                .makeCurrent()) {
            executor.execute(DEPOSIT);
        }

        EventMetadata stored = store.read(ALICE, 0).get(0).metadata();
        assertThat(stored.traceParent())
                .hasValueSatisfying(parent ->
                        assertThat(parent).startsWith("00-" + TRACE_ID).doesNotContain(SPAN_ID));
        assertThat(stored.traceState()).contains("vendor=value");
    }

    @Test
    void aCurrentSpanGoesBeforeTheOneOfTheMetadata() {
        Span request = TRACES.getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("request")
                .startSpan();
        ExecutionOptions options = ExecutionOptions.defaults()
                .withMetadata(EventMetadata.builder().traceParent(TRACE_PARENT).build());

        try (Scope scope = request.makeCurrent()) {
            executor.execute(DEPOSIT, options);
        }

        assertThat(onlySpan().getParentSpanId())
                .isEqualTo(request.getSpanContext().getSpanId());
    }

    @Test
    void aTraceParentThatNobodyCanReadIsNoParent() {
        ExecutionOptions options = ExecutionOptions.defaults()
                .withMetadata(EventMetadata.builder().traceParent("nonsense").build());

        executor.execute(DEPOSIT, options);

        assertThat(onlySpan().getParentSpanContext().isValid()).isFalse();
        assertThat(store.read(ALICE, 0).get(0).metadata().traceParent()).contains("nonsense");
    }

    @Test
    void aRejectionIsAnAnswerAndNoError() {
        assertThatThrownBy(() -> executor.execute(new Transfer(ALICE, BOB, 60)))
                .isInstanceOf(CommandRejectedException.class);

        SpanData span = onlySpan();
        assertThat(text(span, "eventcore.outcome")).isEqualTo("rejected");
        assertThat(text(span, "eventcore.error")).isEqualTo("command-rejected");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getEvents()).isEmpty();
        assertThat(timed("Transfer", "rejected")).isEqualTo(1);
    }

    @Test
    void aFailureOfTheStoreIsAnError() {
        store.failNext(new StoreUnavailableException("down"));

        assertThatThrownBy(() -> executor.execute(DEPOSIT)).isInstanceOf(StoreUnavailableException.class);

        SpanData span = onlySpan();
        assertThat(text(span, "eventcore.error")).isEqualTo("store-unavailable");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("down");
        assertThat(span.getEvents()).hasSize(1);
        assertThat(timed("OneAccount", "unavailable")).isEqualTo(1);
    }

    @Test
    void aFailureOfTheCommandsOwnCodeIsNamedByItsClass() {
        OneAccount broken = new OneAccount(ALICE, balance -> {
            throw new IllegalStateException("a mistake");
        });

        assertThatThrownBy(() -> executor.execute(broken)).isInstanceOf(IllegalStateException.class);

        assertThat(text(onlySpan(), "eventcore.error")).isEqualTo("java.lang.IllegalStateException");
        assertThat(timed("OneAccount", "failed")).isEqualTo(1);
    }

    @Test
    void aCommandThatLosesEveryAttemptEndsInAConflict() {
        store.conflictNext(1);
        ExecutionOptions once = ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never());

        assertThatThrownBy(() -> executor.execute(DEPOSIT, once)).isInstanceOf(VersionConflictException.class);

        assertThat(onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(timed("OneAccount", "conflict")).isEqualTo(1);
    }

    @Test
    void aDecisionToDoNothingIsToldFromACommit() {
        executor.execute(new OneAccount(ALICE, balance -> Writes.none()));

        assertThat(text(onlySpan(), "eventcore.outcome")).isEqualTo("nothing");
        assertThat(timed("OneAccount", "nothing")).isEqualTo(1);
    }

    @Test
    void aCommandThatWasCarriedOutBeforeIsToldFromACommit() {
        ExecutionOptions once = ExecutionOptions.defaults().withCommandId(UUID.randomUUID());
        executor.execute(DEPOSIT, once);
        TRACES.clearSpans();

        executor.execute(DEPOSIT, once);

        assertThat(text(onlySpan(), "eventcore.outcome")).isEqualTo("repeated");
        assertThat(number(onlySpan(), "eventcore.events")).isZero();
        assertThat(timed("OneAccount", "repeated")).isEqualTo(1);
    }

    @Test
    void aTimeoutEndsTheSpanBeforeTheCallerIsTold() {
        store.holdAppends();
        ExecutionOptions hurried = ExecutionOptions.defaults().withTimeout(Duration.ofMillis(20));

        assertThatThrownBy(() -> executor.execute(DEPOSIT, hurried)).isInstanceOf(DeadlineExceededException.class);

        assertThat(text(onlySpan(), "eventcore.outcome")).isEqualTo("timeout");
        store.releaseAppends();
        assertThat(timed("OneAccount", "timeout")).isEqualTo(1);
        assertThat(meters.find("eventcore.execute").timers()).hasSize(1);
    }

    @Test
    void aTimeoutOfAnAsynchronousCommandEndsItsSpan() {
        store.holdAppends();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> store.heldAppends() == 1);

        timer.endTimeouts();

        assertThatThrownBy(outcome::join).isInstanceOf(CompletionException.class);
        assertThat(text(onlySpan(), "eventcore.outcome")).isEqualTo("timeout");
    }

    @Test
    void aCancelledCommandIsNeitherCommittedNorFailed() {
        store.holdAppends();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> store.heldAppends() == 1);

        outcome.cancel(false);

        SpanData span = onlySpan();
        assertThat(text(span, "eventcore.outcome")).isEqualTo("cancelled");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void classesWithoutANameShareAWord() {
        OneAccount named = DEPOSIT;
        Command<Balances, AccountEvent> nameless = new Command<>() {
            @Override
            public Streams streams() {
                return named.streams();
            }

            @Override
            public Balances initialState() {
                return named.initialState();
            }

            @Override
            public Balances apply(Balances state, StoredEvent<AccountEvent> event) {
                return named.apply(state, event);
            }

            @Override
            public Writes<AccountEvent> handle(Balances state) {
                return named.handle(state);
            }
        };
        Runnable lambda = () -> {};

        executor.execute(nameless);

        assertThat(timed("anonymous", "committed")).isEqualTo(1);
        assertThat(CommandTelemetry.nameOf(lambda.getClass())).isEqualTo("anonymous");
    }

    @Test
    void withoutTelemetryTheEventsAreWrittenAsBefore() {
        Span request = TRACES.getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("request")
                .startSpan();

        try (Scope scope = request.makeCurrent()) {
            executor(Telemetry.none()).execute(DEPOSIT);
        }

        assertThat(store.read(ALICE, 0).get(0).metadata().traceParent()).isEmpty();
        assertThat(TRACES.getSpans()).isEmpty();
    }

    @Test
    void metersAloneWriteNoTraceIntoTheEvents() {
        executor(Telemetry.of(OpenTelemetry.noop(), meters)).execute(DEPOSIT);

        assertThat(store.read(ALICE, 0).get(0).metadata().traceParent()).isEmpty();
        assertThat(timed("OneAccount", "committed")).isEqualTo(1);
    }

    @Test
    void aCommitStaysACommitWhenItCannotBeReported() {
        MeterRegistry broken = new SimpleMeterRegistry();
        broken.config().meterFilter(new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                throw new IllegalStateException("this registry is broken");
            }
        });
        CommandExecutor unlucky = executor(Telemetry.of(TRACES.getOpenTelemetry(), broken));

        assertThat(unlucky.execute(DEPOSIT).attempts()).isEqualTo(1);
        assertThat(unlucky.executeAsync(DEPOSIT).join().attempts()).isEqualTo(1);
    }

    private static SpanData onlySpan() {
        assertThat(TRACES.getSpans()).hasSize(1);
        return TRACES.getSpans().get(0);
    }

    private static String text(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.stringKey(attribute));
    }

    private static Long number(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.longKey(attribute));
    }

    private long timed(String command, String outcome) {
        return meters.get("eventcore.execute")
                .tags("command", command, "outcome", outcome)
                .timer()
                .count();
    }
}

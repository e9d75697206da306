package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ProjectionFailedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.Telemetry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The spans, timers and counters of a runner. */
class ProjectionTelemetryTest {

    @RegisterExtension
    static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = newRunner();

    private ProjectionRunner newRunner() {
        ProjectionConfig config = ProjectionConfig.defaults()
                .withBatchSize(2)
                .withTelemetry(Telemetry.of(TRACES.getOpenTelemetry(), meters));
        return new ProjectionRunner(store, projection, config);
    }

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void eachBatchIsASpanThatSaysWhatItApplied() {
        store.sendInvoices(1);
        store.takeNotes("2", "3", "4");

        runner.runUntilCaughtUp();

        assertThat(TRACES.getSpans()).hasSize(2).allSatisfy(span -> {
            assertThat(span.getName()).isEqualTo("eventcore.project");
            assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(span.getAttributes().get(AttributeKey.stringKey("eventcore.projection")))
                    .isEqualTo("notes");
            assertThat(span.getAttributes().get(Telemetry.OUTCOME)).isEqualTo("applied");
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        });
        SpanData last = TRACES.getSpans().get(1);
        assertThat(number(last, "eventcore.events")).isEqualTo(2);
        assertThat(number(last, "eventcore.position.first")).isEqualTo(3);
        assertThat(number(last, "eventcore.position.last")).isEqualTo(4);
    }

    @Test
    void batchesAreTimedAndTheirEventsAreCounted() {
        store.takeNotes("1", "2", "3");

        runner.runUntilCaughtUp();

        assertThat(timed("applied")).isEqualTo(2);
        assertThat(applied()).isEqualTo(3);
    }

    @Test
    void pollsThatFindNothingToApplyAreNoSpans() {
        store.sendInvoices(3);

        runner.runUntilCaughtUp();

        assertThat(TRACES.getSpans()).isEmpty();
        assertThat(meters.find("eventcore.project").timers()).isEmpty();
    }

    @Test
    void theProjectionsOwnCodeRunsWithinTheSpan() {
        store.takeNotes("1", "2", "3");
        List<String> seen = new CopyOnWriteArrayList<>();
        projection.afterWriting =
                event -> seen.add(Span.current().getSpanContext().getSpanId());

        runner.runUntilCaughtUp();

        List<String> spans = TRACES.getSpans().stream().map(SpanData::getSpanId).toList();
        assertThat(seen).containsExactly(spans.get(0), spans.get(0), spans.get(1));
        assertThat(Span.current().getSpanContext().isValid()).isFalse();
    }

    @Test
    void aBatchLinksToEachTraceOfItsEventsOnce() {
        store.feed.traceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        store.takeNotes("1", "2");

        runner.runUntilCaughtUp();

        assertThat(TRACES.getSpans().get(0).getLinks()).hasSize(1).allSatisfy(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
            assertThat(link.getSpanContext().getSpanId()).isEqualTo("b7ad6b7169203331");
            assertThat(link.getSpanContext().isRemote()).isTrue();
        });
    }

    @Test
    void aBatchWithoutAReadableTraceHasNoLinks() {
        store.takeNotes("1");
        store.feed.traceParent = "nonsense";
        store.takeNotes("2");

        runner.runUntilCaughtUp();

        assertThat(TRACES.getSpans().get(0).getLinks()).isEmpty();
    }

    @Test
    void aLargeBatchLinksToTheFirst128Traces() {
        for (int i = 1; i <= 150; i++) {
            store.feed.traceParent = String.format("00-%032x-%016x-01", i, i);
            store.takeNotes("note");
        }
        ProjectionConfig large = ProjectionConfig.defaults()
                .withTelemetry(Telemetry.of(TRACES.getOpenTelemetry(), new SimpleMeterRegistry()));

        new ProjectionRunner(store, projection, large).runUntilCaughtUp();

        List<LinkData> links = TRACES.getSpans().get(0).getLinks();
        assertThat(links).hasSize(128);
        assertThat(links.get(127).getSpanContext().getTraceId()).isEqualTo(String.format("%032x", 128));
        assertThat(TRACES.getSpans().get(0).getTotalRecordedLinks()).isEqualTo(128);
    }

    @Test
    void aFailureIsRecordedOnTheBatchAndOnTheEventThatFailed() {
        store.takeNotes("1", "poison");
        projection.afterWriting = event -> {
            if (event.payload().text().equals("poison")) {
                throw new SQLException("no poison, please", "22000");
            }
        };

        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(ProjectionFailedException.class);

        assertThat(TRACES.getSpans())
                .extracting(span -> span.getAttributes().get(Telemetry.OUTCOME))
                .containsExactly("failed", "applied", "failed", "failed", "failed");
        SpanData failed = TRACES.getSpans().get(2);
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(failed.getAttributes().get(Telemetry.ERROR)).isEqualTo("java.sql.SQLException");
        assertThat(failed.getEvents()).hasSize(1);
        assertThat(timed("failed")).as("the batch, and three attempts").isEqualTo(4);
        assertThat(applied()).isEqualTo(1);
    }

    @Test
    void anOutageIsToldFromAFailure() {
        store.takeNotes("1");
        projection.afterWriting = event -> {
            throw new SQLException("connection lost", "08006");
        };

        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(StoreUnavailableException.class);

        assertThat(timed("unavailable")).isEqualTo(1);
    }

    @Test
    void skippedAndRetriedEventsAreCounted() {
        store.takeNotes("1", "poison", "3");
        projection.beforeWriting = event -> {
            if (event.payload().text().equals("poison")) {
                throw new IllegalStateException("no poison, please");
            }
        };
        new ProjectionRunner(
                        store,
                        projection,
                        ProjectionConfig.defaults()
                                .withTelemetry(Telemetry.of(TRACES.getOpenTelemetry(), meters))
                                .withFailurePolicy(
                                        FailurePolicy.skip().withPauses(Duration.ofMillis(1), Duration.ofMillis(1))))
                .runUntilCaughtUp();

        assertThat(counted("eventcore.project.retries")).isEqualTo(2);
        assertThat(counted("eventcore.project.skipped")).isEqualTo(1);
        assertThat(counted("eventcore.project.parked")).isZero();
    }

    private double counted(String name) {
        return meters.get(name).tag("projection", "notes").counter().count();
    }

    @Test
    void aRunnerWithoutTelemetryReportsNothing() {
        store.takeNotes("1");
        AtomicReference<Boolean> recording = new AtomicReference<>();
        projection.afterWriting = event -> recording.set(Span.current().isRecording());

        new ProjectionRunner(store, projection).runUntilCaughtUp();

        assertThat(recording).hasValue(false);
        assertThat(TRACES.getSpans()).isEmpty();
        assertThat(Telemetry.none().meters().getMeters()).isEmpty();
    }

    private long timed(String outcome) {
        return meters.get("eventcore.project")
                .tags("projection", "notes", "outcome", outcome)
                .timer()
                .count();
    }

    private double applied() {
        return meters.get("eventcore.project.events")
                .tag("projection", "notes")
                .counter()
                .count();
    }

    private static Long number(SpanData span, String attribute) {
        return span.getAttributes().get(AttributeKey.longKey(attribute));
    }
}

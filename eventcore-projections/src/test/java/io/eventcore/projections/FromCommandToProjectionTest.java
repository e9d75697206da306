package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Telemetry;
import io.eventcore.UnitOfWork;
import io.eventcore.Writes;
import io.eventcore.memory.InMemoryEventStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The trace goes with the events from the command to the projection. */
@SuppressWarnings("try") // scopes only have to be closed
class FromCommandToProjectionTest {

    @RegisterExtension
    static final OpenTelemetryExtension TRACES = OpenTelemetryExtension.create();

    private final Telemetry telemetry = Telemetry.of(TRACES.getOpenTelemetry(), new SimpleMeterRegistry());
    private final InMemoryEventStore store = InMemoryEventStore.create(EventTypes.of(Note.class));
    private final CommandExecutor executor =
            CommandExecutor.builder(store).telemetry(telemetry).build();
    private final ProjectionRunner runner =
            new ProjectionRunner(store, new Notes(), ProjectionConfig.defaults().withTelemetry(telemetry));

    @Test
    void theSpanOfTheBatchLinksToTheCommandsOfItsEvents() {
        Span request = TRACES.getOpenTelemetry()
                .getTracer("test")
                .spanBuilder("request")
                .startSpan();
        try (Scope scope = request.makeCurrent()) {
            executor.execute(new TakeNotes(List.of("one", "two")));
            executor.executeAsync(new TakeNotes(List.of("three", "four"))).join();
        }
        request.end();

        runner.runUntilCaughtUp();

        SpanData first = span("eventcore.execute", 0);
        SpanData second = span("eventcore.execute", 1);
        SpanData batch = span("eventcore.project", 0);
        assertThat(first.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(second.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(batch.getParentSpanContext().isValid()).isFalse();
        assertThat(batch.getTraceId()).isNotEqualTo(first.getTraceId());
        assertThat(batch.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(first.getSpanId(), second.getSpanId());
        assertThat(batch.getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsOnly(request.getSpanContext().getTraceId());
    }

    private static SpanData span(String name, int index) {
        return TRACES.getSpans().stream()
                .filter(span -> span.getName().equals(name))
                .toList()
                .get(index);
    }

    private record TakeNotes(List<String> texts) implements Command<Long, Note> {
        @Override
        public Streams streams() {
            return Streams.of(StreamId.of("notebook"));
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long count, StoredEvent<Note> event) {
            return count + 1;
        }

        @Override
        public Writes<Note> handle(Long count) {
            Writes<Note> writes = Writes.none();
            for (String text : texts) {
                writes = writes.and(StreamId.of("notebook"), new Note.Taken(text));
            }
            return writes;
        }
    }

    private static final class Notes implements Projection<Note> {
        @Override
        public String name() {
            return "notes";
        }

        @Override
        public void apply(StoredEvent<Note> event, UnitOfWork unit) {}
    }
}

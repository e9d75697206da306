package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Telemetry;
import io.eventcore.Writes;
import io.eventcore.projections.JdbcProjection;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One command and one projection: their spans find each other, through the metadata in the table. */
@ExtendWith(TestPostgresExtension.class)
@SuppressWarnings("try") // scopes only have to be closed
class TraceOfACommandTest {

    private static final StreamId ALICE = StreamId.of("account-alice");

    private final Traces traces = new Traces();
    private final Telemetry telemetry = traces.telemetry(new SimpleMeterRegistry());

    @Test
    void fromTheRequestToTheReadModel(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfig config = PostgresConfig.builder(url).telemetry(telemetry).build();
        Deposits projection = new Deposits();
        Span request = traces.start("request");
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class))) {
            store.initialize();
            try (Scope scope = request.makeCurrent()) {
                CommandExecutor.builder(store).telemetry(telemetry).build().execute(new Deposit(5));
            }
            new ProjectionRunner(store, projection, ProjectionConfig.defaults().withTelemetry(telemetry))
                    .runUntilCaughtUp();
        }

        SpanData execute = only("eventcore.execute");
        assertThat(execute.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(only("eventcore.read").getParentSpanId()).isEqualTo(execute.getSpanId());
        SpanData append = only("eventcore.append");
        assertThat(append.getParentSpanId()).isEqualTo(execute.getSpanId());
        assertThat(append.getEndEpochNanos()).isLessThanOrEqualTo(execute.getEndEpochNanos());
        assertThat(Traces.linkedSpans(only("eventcore.append.call"))).containsExactly(append.getSpanId());

        String traceParent = Sql.query(url, "SELECT metadata ->> 'traceParent' FROM events");
        assertThat(traceParent).contains(execute.getTraceId()).contains(execute.getSpanId());

        SpanData project = only("eventcore.project");
        assertThat(project.getTraceId()).isNotEqualTo(execute.getTraceId());
        assertThat(Traces.linkedSpans(project)).containsExactly(execute.getSpanId());
        assertThat(project.getLinks().get(0).getSpanContext().getTraceId()).isEqualTo(execute.getTraceId());
        assertThat(projection.seen).hasValue(project.getSpanId());
        assertThat(only("eventcore.feed").getParentSpanContext().isValid()).isFalse();
    }

    private SpanData only(String name) {
        assertThat(traces.named(name)).as(name).hasSize(1);
        return traces.named(name).get(0);
    }

    private record Deposit(long cents) implements Command<Long, Deposited> {
        @Override
        public Streams streams() {
            return Streams.of(ALICE);
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long balance, StoredEvent<Deposited> event) {
            return balance + event.payload().cents();
        }

        @Override
        public Writes<Deposited> handle(Long balance) {
            return Writes.to(ALICE, new Deposited(cents));
        }
    }

    private static final class Deposits implements JdbcProjection<Deposited> {
        final AtomicReference<String> seen = new AtomicReference<>();

        @Override
        public String name() {
            return "deposits";
        }

        @Override
        public void apply(StoredEvent<Deposited> event, Connection connection) {
            seen.set(Span.current().getSpanContext().getSpanId());
        }
    }
}

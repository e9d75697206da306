package io.eventcore.examples.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class TraceOverHttpTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private String url = "";

    @BeforeEach
    void createDatabase(TestPostgres postgres) {
        url = postgres.newDatabase();
    }

    @Test
    void theTraceOfTheRequestIsThatOfTheEvents() {
        openAccount(Telemetry.none(), "traceparent", PARENT, "tracestate", "shop=7");

        assertThat(eventsOfAlice())
                .hasSize(2)
                .allMatch(metadata -> metadata.traceParent().orElse("").equals(PARENT))
                .allMatch(metadata -> metadata.traceState().orElse("").equals("shop=7"));
    }

    @Test
    void theSpanOfTheCommandBelongsToTheTraceOfTheRequest() {
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build()) {
            openAccount(Telemetry.of(sdk, new SimpleMeterRegistry()), "traceparent", PARENT);
            assertThat(spans.getFinishedSpanItems())
                    .filteredOn(span -> span.getName().equals("eventcore.execute"))
                    .extracting(SpanData::getTraceId, SpanData::getParentSpanId)
                    .containsExactly(tuple(TRACE, SPAN));
        }
    }

    @Test
    void aTraceInNoGoodFormIsLeftOut() {
        openAccount(Telemetry.none(), "traceparent", "00-nothing-at-all-01");

        assertThat(eventsOfAlice())
                .hasSize(2)
                .allMatch(metadata -> metadata.traceParent().isEmpty());
    }

    private void openAccount(Telemetry telemetry, String... headers) {
        try (BankService service = BankService.start(url, 0, telemetry)) {
            assertThat(Client.of(service)
                            .post("/accounts", Client.ALICE, headers)
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    private List<EventMetadata> eventsOfAlice() {
        try (EventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(AccountEvent.class))) {
            return store.read(StreamId.of("account-alice")).stream()
                    .map(event -> event.metadata())
                    .toList();
        }
    }
}

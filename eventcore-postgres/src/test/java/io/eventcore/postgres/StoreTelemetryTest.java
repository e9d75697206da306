package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StorageException;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a store reports of its reads, appends and polls. */
@ExtendWith(TestPostgresExtension.class)
class StoreTelemetryTest {

    private static final StreamId ALICE = StreamId.of("account-alice");

    private final Traces traces = new Traces();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private String url;
    private PostgresEventStore store;
    private Connection other;

    @BeforeEach
    void open(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        store = newStore("bank");
        store.initialize();
        other = DriverManager.getConnection(url);
        other.setAutoCommit(false);
    }

    private PostgresEventStore newStore(String name) {
        PostgresConfig config = PostgresConfig.builder(url)
                .name(name)
                .telemetry(traces.telemetry(meters))
                .appendQueueCapacity(2)
                .appendLanes(1)
                .build();
        return PostgresEventStore.create(config, EventTypes.of(Deposited.class));
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        store.close();
    }

    @Test
    void aReadIsACallToTheDatabaseThatSaysWhatItBrought() {
        store.append(AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(1), new Deposited(2)));

        store.read(ReadRequest.of(List.of(ALICE, StreamId.of("account-bob"))), event -> {});

        SpanData span = only("eventcore.read");
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(Traces.text(span, "db.system.name")).isEqualTo("postgresql");
        assertThat(Traces.text(span, "eventcore.store")).isEqualTo("bank");
        assertThat(Traces.number(span, "eventcore.streams")).isEqualTo(2);
        assertThat(Traces.number(span, "eventcore.events")).isEqualTo(2);
        assertThat(timer("eventcore.read", "read").count()).isEqualTo(1);
        assertThat(summary("eventcore.read.events").totalAmount()).isEqualTo(2);
    }

    @Test
    void aReadThatFailsIsAnError() throws SQLException {
        Sql.execute(other, "DROP TABLE events CASCADE");
        other.commit();

        assertThatThrownBy(() -> store.read(ReadRequest.of(List.of(ALICE)), event -> {}))
                .isInstanceOf(StorageException.class);

        SpanData span = only("eventcore.read");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(Traces.text(span, "eventcore.error")).isEqualTo("storage-failure");
        assertThat(timer("eventcore.read", "failed").count()).isEqualTo(1);
    }

    @Test
    void anAppendIsASpanAndTheCallThatCarriesItLinksToIt() {
        store.append(AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(1), new Deposited(2)));

        SpanData append = only("eventcore.append");
        assertThat(append.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(Traces.text(append, "eventcore.outcome")).isEqualTo("committed");
        assertThat(Traces.number(append, "eventcore.streams")).isEqualTo(1);
        assertThat(Traces.number(append, "eventcore.events")).isEqualTo(2);
        SpanData call = only("eventcore.append.call");
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getParentSpanContext().isValid()).isFalse();
        assertThat(Traces.linkedSpans(call)).containsExactly(append.getSpanId());
        assertThat(Traces.number(call, "eventcore.batch.requests")).isEqualTo(1);
        assertThat(Traces.number(call, "eventcore.batch.events")).isEqualTo(2);
    }

    @Test
    void appendsAndTheirCallsAreMeasured() {
        store.append(AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(1), new Deposited(2)));

        assertThat(timer("eventcore.append", "committed").count()).isEqualTo(1);
        assertThat(timer("eventcore.append.queue.wait").count()).isEqualTo(1);
        assertThat(timer("eventcore.append.call").count()).isEqualTo(1);
        assertThat(summary("eventcore.append.batch.requests").totalAmount()).isEqualTo(1);
        assertThat(summary("eventcore.append.batch.events").totalAmount()).isEqualTo(2);
        assertThat(gauge("eventcore.append.queue.capacity")).isEqualTo(2);
    }

    @Test
    void anAnswerThatACallerMustExpectIsNoError() {
        NewEvent event = NewEvent.of(ALICE, new Deposited(1));
        AppendRequest request = AppendRequest.builder()
                .expect(ALICE, ExpectedVersion.any())
                .append(event)
                .build();
        store.append(request);
        traces.clear();

        assertThatThrownBy(() -> store.append(request)).isInstanceOf(DuplicateEventException.class);
        assertThatThrownBy(() -> store.append(deposit("account-alice"))).isInstanceOf(VersionConflictException.class);

        assertThat(traces.named("eventcore.append"))
                .extracting(span -> Traces.text(span, "eventcore.outcome"))
                .containsExactly("duplicate", "conflict");
        assertThat(traces.named("eventcore.append"))
                .allSatisfy(span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET));
        assertThat(timer("eventcore.append", "duplicate").count()).isEqualTo(1);
        assertThat(timer("eventcore.append", "conflict").count()).isEqualTo(1);
    }

    @Test
    void aRepeatedCommandIsToldFromACommit() {
        AppendRequest request = AppendRequest.builder()
                .expect(ALICE, ExpectedVersion.any())
                .append(NewEvent.of(ALICE, new Deposited(1)))
                .commandId(UUID.randomUUID())
                .build();

        store.append(request);
        store.append(request);

        assertThat(timer("eventcore.append", "committed").count()).isEqualTo(1);
        assertThat(timer("eventcore.append", "repeated").count()).isEqualTo(1);
    }

    @Test
    void aLaneThatIsHeldUpShows() throws Exception {
        assertThat(gauge("eventcore.append.lanes.busy")).isZero();
        assertThat(gauge("eventcore.append.oldest.call")).isZero();
        Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");

        List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
        appends.add(store.appendAsync(deposit("a")));
        await().until(() -> gauge("eventcore.append.oldest.call") > 0);
        appends.add(store.appendAsync(deposit("b")));
        appends.add(store.appendAsync(deposit("c")));
        assertThat(gauge("eventcore.append.lanes.busy")).isEqualTo(1);
        assertThat(gauge("eventcore.append.queue.size")).isEqualTo(2);
        assertThatThrownBy(() -> store.append(deposit("d"))).hasMessageContaining("full");
        other.rollback();
        for (CompletableFuture<AppendResult> append : appends) {
            append.get(5, TimeUnit.MINUTES);
        }

        assertThat(timer("eventcore.append", "overloaded").count()).isEqualTo(1);
        await().until(() -> gauge("eventcore.append.lanes.busy") == 0);
        assertThat(gauge("eventcore.append.oldest.call")).isZero();
        assertThat(gauge("eventcore.append.queue.size")).isZero();
        SpanData second = traces.named("eventcore.append.call").get(1);
        assertThat(second.getLinks()).as("b and c, in one call").hasSize(2);
    }

    @Test
    void appendsThatNobodyWaitsForAreTold() throws Exception {
        Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
        CompletableFuture<AppendResult> first = store.appendAsync(deposit("a"));
        await().until(() -> gauge("eventcore.append.lanes.busy") == 1);
        CompletableFuture<AppendResult> cancelled = store.appendAsync(deposit("b"));
        CompletableFuture<AppendResult> late = store.appendAsync(AppendRequest.builder()
                .expect(StreamId.of("c"), ExpectedVersion.noStream())
                .append(NewEvent.of(StreamId.of("c"), new Deposited(1)))
                .timeout(Duration.ofMillis(20))
                .build());

        cancelled.cancel(false);
        await().until(late::isCompletedExceptionally);
        other.rollback();
        first.get(5, TimeUnit.MINUTES);

        assertThat(timer("eventcore.append", "cancelled").count()).isEqualTo(1);
        assertThat(timer("eventcore.append", "timeout").count()).isEqualTo(1);
        assertThat(timer("eventcore.append", "committed").count()).isEqualTo(1);
    }

    @Test
    void onlyPollsThatFindEventsAreSpans() {
        store.feed().read(0, EventFilter.all(), 10);
        store.append(deposit("a"));
        store.feed().read(0, EventFilter.all(), 10);
        store.feed().read(1, EventFilter.all(), 10);

        SpanData span = only("eventcore.feed");
        assertThat(Traces.number(span, "eventcore.events")).isEqualTo(1);
        assertThat(Traces.number(span, "eventcore.position")).isEqualTo(1);
        assertThat(Traces.number(span, "eventcore.head")).isEqualTo(1);
        assertThat(span.getStartEpochNanos()).isLessThan(span.getEndEpochNanos());
        assertThat(timer("eventcore.feed", "read").count()).isEqualTo(3);
        assertThat(summary("eventcore.feed.events").totalAmount()).isEqualTo(1);
    }

    @Test
    void whatAppendsUnderWayHoldBackShows() throws SQLException {
        assertThat(gauge("eventcore.feed.held.back")).isNaN();
        store.append(deposit("a"));
        Sql.execute(other, "SELECT pg_advisory_xact_lock_shared(eventcore_fence_key())");
        Sql.execute(other, "LOCK TABLE events IN ROW EXCLUSIVE MODE");
        store.append(deposit("b"));
        store.append(deposit("c"));

        store.feed().read(0, EventFilter.all(), 1);
        assertThat(gauge("eventcore.feed.held.back"))
                .as("a full page does not tell")
                .isNaN();
        store.feed().read(0, EventFilter.all(), 10);
        assertThat(gauge("eventcore.feed.held.back")).isEqualTo(2);
        other.rollback();
        store.feed().read(1, EventFilter.all(), 10);
        assertThat(gauge("eventcore.feed.held.back")).isZero();
    }

    @Test
    void theGaugesGoWithTheStore() {
        store.close();

        assertThat(meters.find("eventcore.append.queue.size").gauge()).isNull();
        assertThat(meters.find("eventcore.append.queue.capacity").gauge()).isNull();
        assertThat(meters.find("eventcore.append.lanes.busy").gauge()).isNull();
        assertThat(meters.find("eventcore.append.oldest.call").gauge()).isNull();
        assertThat(meters.find("eventcore.feed.held.back").gauge()).isNull();
    }

    @Test
    void ofTwoStoresOfOneNameTheOneThatWasOpenedLastIsShown() {
        try (PostgresEventStore successor = newStore("bank")) {
            store.close();
            successor.append(deposit("a"));
            assertThat(gauge("eventcore.append.queue.size")).isZero();
        }
        assertThat(meters.find("eventcore.append.queue.size").gauge()).isNull();
    }

    private static AppendRequest deposit(String stream) {
        return AppendRequest.to(StreamId.of(stream), ExpectedVersion.noStream(), new Deposited(1));
    }

    private SpanData only(String name) {
        assertThat(traces.named(name)).hasSize(1);
        return traces.named(name).get(0);
    }

    private Timer timer(String name) {
        return meters.get(name).tag("store", "bank").timer();
    }

    private Timer timer(String name, String outcome) {
        return meters.get(name).tags("store", "bank", "outcome", outcome).timer();
    }

    private DistributionSummary summary(String name) {
        return meters.get(name).tag("store", "bank").summary();
    }

    private double gauge(String name) {
        return meters.get(name).tag("store", "bank").gauge().value();
    }
}

package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventCodec;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.core.instrument.distribution.pause.PauseDetector;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What callers chain to an append, what listens to commits and what measures may fail or block: that hurts nobody else. */
@ExtendWith(TestPostgresExtension.class)
class CodeAfterAnAppendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private String url = "";

    @BeforeEach
    void create(TestPostgres postgres) {
        url = postgres.newDatabase();
    }

    @Test
    void aCommitListenerThatThrowsAnErrorEndsNoLane() throws SQLException {
        try (PostgresEventStore store = open(oneLane())) {
            AtomicInteger calls = new AtomicInteger();
            store.feed().onCommit(() -> {
                calls.incrementAndGet();
                throw new NoClassDefFoundError("as after a redeployment");
            });
            for (int i = 0; i < 3; i++) {
                store.append(append("stream-" + i));
            }
            await().atMost(PATIENCE).until(() -> calls.get() == 3);
            assertThat(stored()).isEqualTo("3");
            HealthReport health = store.healthCheck(PATIENCE);
            assertThat(health.healthy()).isTrue();
            assertThat(health.lanes().alive()).isEqualTo(1);
            assertThat(health.lanes().total()).isEqualTo(1);
        }
    }

    @Test
    void aListenerThatBlocksHoldsUpNoAppend() throws SQLException {
        CountDownLatch end = new CountDownLatch(1);
        try (PostgresEventStore store = open(oneLane())) {
            store.feed().onCommit(() -> waitFor(end));
            for (int i = 0; i < 3; i++) {
                store.append(append("stream-" + i));
            }
            end.countDown();
        }
        assertThat(stored()).isEqualTo("3");
    }

    @Test
    void codeThatBlocksHoldsUpNoAppendAndNoOtherAnswer() {
        CountDownLatch end = new CountDownLatch(1);
        Thread test = Thread.currentThread();
        try (PostgresEventStore store = open(oneLane())) {
            CompletableFuture<?>[] blocked = new CompletableFuture<?>[5];
            for (int i = 0; i < blocked.length; i++) {
                blocked[i] = store.appendAsync(append("blocked-" + i)).thenRun(() -> {
                    if (Thread.currentThread() != test) { // it is when the append was faster than the line above
                        waitFor(end);
                    }
                });
            }
            for (int i = 0; i < 5; i++) {
                assertThat(store.append(append("stream-" + i)).versions()).hasSize(1);
            }
            assertThat(store.healthCheck(PATIENCE).lanes().alive()).isEqualTo(1);

            end.countDown();

            assertThat(CompletableFuture.allOf(blocked)).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void whatIsChainedToAnAppendMayAppendAndWait() {
        try (PostgresEventStore store = open(oneLane())) {
            CompletableFuture<AppendResult> second =
                    store.appendAsync(append("first")).thenApply(first -> store.append(append("second")));

            assertThat(second).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void anInterruptThatCodeLeavesBehindIsNoEndOfALane() {
        try (PostgresEventStore store = open(oneLane())) {
            Thread test = Thread.currentThread();
            AtomicInteger interrupts = new AtomicInteger();
            for (int i = 0; interrupts.get() < 3; i++) {
                CompletableFuture<Void> left = store.appendAsync(append("stream-" + i))
                        .thenRun(() -> {
                            Thread teller = Thread.currentThread();
                            if (teller != test) { // it is when the append was faster than the line above
                                teller.interrupt();
                                interrupts.incrementAndGet();
                            }
                        });
                assertThat(left).succeedsWithin(PATIENCE);
            }
        }
    }

    @Test
    void theStoreMayBeClosedByWhatIsChainedToAnAppend() throws SQLException {
        PostgresEventStore store = open(oneLane());
        CompletableFuture<AppendResult> waiting = new CompletableFuture<>();
        CompletableFuture<Void> closed = store.appendAsync(append("last")).thenRun(() -> {
            CompletableFuture<Void> told = store.appendAsync(append("accepted")).thenAccept(waiting::complete);
            assertThat(told).isNotNull();
            store.close();
        });

        assertThat(closed).succeedsWithin(PATIENCE);
        assertThat(waiting).succeedsWithin(PATIENCE);
        assertThat(stored()).isEqualTo("2");
    }

    @Test
    void theStoreMayBeClosedByACommitListener() {
        PostgresEventStore store = open(oneLane());
        CompletableFuture<String> closed = new CompletableFuture<>();
        store.feed().onCommit(() -> {
            store.close();
            closed.complete("closed");
        });
        store.append(append("last"));

        assertThat(closed).succeedsWithin(PATIENCE);
    }

    @Test
    void aMeterThatThrowsAnErrorAfterTheCommitChangesNoAnswer() throws SQLException {
        Telemetry telemetry = Telemetry.of(OpenTelemetry.noop(), new FailingRegistry());
        try (PostgresEventStore store =
                open(PostgresConfig.builder(url).telemetry(telemetry).build())) {
            for (long version = 0; version < 3; version++) {
                AppendRequest request =
                        AppendRequest.to(StreamId.of("a"), ExpectedVersion.exactly(version), new Deposited(1));
                assertThat(store.append(request).versions().values()).containsExactly(version + 1);
            }
            assertThat(stored()).isEqualTo("3");
        }
    }

    @Test
    void whatACodecThrowsFailsTheFuture() {
        EventCodec broken = new EventCodec() {
            @Override
            public String encode(Object payload) {
                throw new IllegalStateException("a defect of the codec");
            }

            @Override
            public <T> T decode(String json, Class<T> type) {
                throw new IllegalStateException("a defect of the codec");
            }

            @Override
            public Map<String, @Nullable Object> decodeFields(String json) {
                throw new IllegalStateException("a defect of the codec");
            }
        };
        try (PostgresEventStore store = PostgresEventStore.create(oneLane(), EventTypes.of(Deposited.class), broken)) {
            CompletableFuture<AppendResult> outcome = store.appendAsync(append("a"));

            assertThat(outcome).isCompletedExceptionally();
            assertThatThrownBy(outcome::join)
                    .hasMessageContaining("the codec failed with java.lang.IllegalStateException at "
                            + getClass().getName())
                    .hasMessageNotContaining("a defect of the codec");
        }
    }

    private PostgresConfig oneLane() {
        return PostgresConfig.builder(url).appendLanes(1).build();
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    private static AppendRequest append(String stream) {
        return QueryTimeoutTest.append(stream);
    }

    private String stored() throws SQLException {
        return Sql.query(url, "SELECT count(*) FROM events");
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Its timers fail with an Error, as those do whose exporter cannot be loaded. */
    private static final class FailingRegistry extends SimpleMeterRegistry {
        @Override
        protected Timer newTimer(Meter.Id id, DistributionStatisticConfig config, PauseDetector pauses) {
            Timer real = super.newTimer(id, config, pauses);
            return new io.micrometer.core.instrument.AbstractTimer(id, clock, config, pauses, TimeUnit.SECONDS, false) {
                @Override
                protected void recordNonNegative(long amount, TimeUnit unit) {
                    throw new NoClassDefFoundError("an exporter");
                }

                @Override
                public long count() {
                    return real.count();
                }

                @Override
                public double totalTime(TimeUnit unit) {
                    return real.totalTime(unit);
                }

                @Override
                public double max(TimeUnit unit) {
                    return real.max(unit);
                }
            };
        }
    }
}

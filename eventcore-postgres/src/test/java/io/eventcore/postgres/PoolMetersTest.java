package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.EventTypes;
import io.eventcore.Telemetry;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pool and the health, as a scrape sees them. */
@ExtendWith(TestPostgresExtension.class)
class PoolMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void aScrapeOfASaturatedPoolShowsIt(TestPostgres postgres) {
        try (PostgresEventStore store = open(postgres.newDatabase());
                HeldConnections held = new HeldConnections(store, 5)) {
            assertThat(store.healthCheck(Duration.ofMillis(50)).healthy()).isFalse();

            assertThat(gauge("eventcore.pool.current")).isEqualTo(5);
            assertThat(gauge("eventcore.pool.active")).isEqualTo(5);
            assertThat(gauge("eventcore.pool.idle")).isZero();
            assertThat(gauge("eventcore.pool.peak")).isEqualTo(5);
            assertThat(gauge("eventcore.pool.max")).isEqualTo(5);
            assertThat(gauge("eventcore.pool.utilization")).isEqualTo(1.0);
            await().until(() -> gauge("eventcore.pool.waiting") == 1);
            assertThat(gauge("eventcore.health")).isZero();
            await().until(() -> counter("eventcore.pool.timeouts") == 1);
            assertThat(counter("eventcore.pool.opened")).isEqualTo(5);
            assertThat(counter("eventcore.pool.closed")).isZero();
            assertThat(counter("eventcore.pool.errors")).isZero();
            var acquired =
                    registry.get("eventcore.pool.acquire").tag("store", "till").functionTimer();
            assertThat(acquired.count()).isGreaterThanOrEqualTo(6);
            assertThat(acquired.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(3_000);
            assertThat(registry.get("eventcore.pool.acquire.longest")
                            .timeGauge()
                            .value(TimeUnit.MILLISECONDS))
                    .isGreaterThanOrEqualTo(3_000);

            held.release();
            await().until(() -> gauge("eventcore.pool.active") == 0);
            assertThat(gauge("eventcore.pool.utilization")).isZero();
        }
    }

    @Test
    void theHealthGaugeIsTheLastChecksAndNoNumberBeforeTheFirst(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(url)) {
            assertThat(gauge("eventcore.health")).isNaN();

            assertThat(store.healthCheck().healthy()).isFalse();
            assertThat(gauge("eventcore.health")).isZero();

            store.initialize();
            assertThat(gauge("eventcore.health")).isZero();

            assertThat(store.healthCheck().healthy()).isTrue();
            assertThat(gauge("eventcore.health")).isEqualTo(1);
        }
    }

    @Test
    void aClosedStoreLeavesNoMeterOfThePool(TestPostgres postgres) {
        open(postgres.newDatabase()).close();

        assertThat(registry.getMeters())
                .noneMatch(meter -> meter.getId().getName().startsWith("eventcore.pool")
                        || meter.getId().getName().equals("eventcore.health"));
    }

    private PostgresEventStore open(String url) {
        return PostgresEventStore.create(
                PostgresConfig.builder(url)
                        .name("till")
                        .maxConnections(5)
                        .connectTimeout(Duration.ofSeconds(3))
                        .telemetry(Telemetry.of(OpenTelemetry.noop(), registry))
                        .build(),
                EventTypes.of(Deposited.class));
    }

    private double gauge(String name) {
        return registry.get(name).tag("store", "till").gauge().value();
    }

    private double counter(String name) {
        return registry.get(name).tag("store", "till").functionCounter().count();
    }
}

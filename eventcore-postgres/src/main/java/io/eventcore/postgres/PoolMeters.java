package io.eventcore.postgres;

import io.eventcore.postgres.internal.pool.Acquisitions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Shows the pool's figures and the last health check in a meter registry, until it is closed. A scrape does no I/O. */
final class PoolMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final Tags tags;
    private final PoolWatch pool;
    private final List<Meter> meters = new ArrayList<>();

    PoolMeters(MeterRegistry registry, String store, PoolWatch pool, HealthCheck health) {
        this.registry = registry;
        this.tags = Tags.of("store", store);
        this.pool = pool;
        gauge("current", "Open connections in the pool", PoolMetrics::currentConnections);
        gauge("idle", "Connections that wait for a caller", PoolMetrics::idleConnections);
        gauge("active", "Connections in use", PoolMetrics::activeConnections);
        gauge("peak", "The most connections that were open at once", PoolMetrics::peakConnections);
        gauge("max", "The most connections that the pool may have", PoolMetrics::maxConnections);
        gauge("waiting", "Callers that wait for a connection", PoolMetrics::waitingCallers);
        gauge("utilization", "Connections in use, as a part of the most", now -> now.utilizationPercent() / 100);
        counter("timeouts", "Callers who got no connection in time", PoolMetrics::connectionTimeouts);
        counter("created", "Connections that opened", PoolMetrics::connectionsCreated);
        counter("closed", "Connections that are closed", PoolMetrics::connectionsClosed);
        counter("errors", "Attempts to open a connection that failed", PoolMetrics::connectionErrors);
        meters.add(FunctionTimer.builder(
                        "eventcore.pool.acquire",
                        pool.acquisitions(),
                        Acquisitions::count,
                        acquisitions -> acquisitions.totalTime(TimeUnit.NANOSECONDS),
                        TimeUnit.NANOSECONDS)
                .description("How long callers waited for a connection")
                .tags(tags)
                .register(registry));
        meters.add(TimeGauge.builder(
                        "eventcore.pool.acquire.longest",
                        pool.acquisitions(),
                        TimeUnit.NANOSECONDS,
                        acquisitions -> acquisitions.longest().toNanos())
                .description("How long the unluckiest caller since the start waited for a connection")
                .tags(tags)
                .register(registry));
        meters.add(Gauge.builder("eventcore.health", health, HealthCheck::lastAsNumber)
                .description("1 if the last health check found all well, 0 if not")
                .tags(tags)
                .register(registry));
    }

    private void gauge(String name, String description, ToDoubleFunction<PoolMetrics> figure) {
        meters.add(Gauge.builder("eventcore.pool." + name, pool, watch -> figure.applyAsDouble(watch.read()))
                .description(description)
                .tags(tags)
                .register(registry));
    }

    private void counter(String name, String description, ToDoubleFunction<PoolMetrics> figure) {
        meters.add(FunctionCounter.builder("eventcore.pool." + name, pool, watch -> figure.applyAsDouble(watch.read()))
                .description(description)
                .tags(tags)
                .register(registry));
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}

package io.eventcore.bench.load;

import io.eventcore.Telemetry;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Set;

/**
 * A store that is measured at one size, and the few meters that are looked at; all others are switched off. Its pool is smaller than
 * usual, so that the stores of a dimension fit into a server of 100 connections.
 */
final class PointStore implements AutoCloseable {

    /** As many append lanes as a store has unless set. */
    static final int USUAL_LANES = 2;

    /** Connections for reading, beside those of the lanes. */
    static final int READERS = 10;

    private static final String HITS = "eventcore.cache.hits";
    private static final String MISSES = "eventcore.cache.misses";
    private static final String RETRIES = "eventcore.append.retries";
    private static final Set<String> METERS = Set.of(HITS, MISSES, RETRIES);

    private final MeterRegistry meters;
    private final PostgresEventStore store;

    private PointStore(MeterRegistry meters, PostgresEventStore store) {
        this.meters = meters;
        this.store = store;
    }

    static PointStore open(BenchDatabase database, int lanes, int readers) {
        MeterRegistry meters = new SimpleMeterRegistry();
        meters.config().meterFilter(MeterFilter.denyUnless(id -> METERS.contains(id.getName())));
        PostgresConfig config = PostgresConfig.builder(database.url())
                .appendLanes(lanes)
                .maxConnections(lanes + readers)
                .telemetry(Telemetry.of(OpenTelemetry.noop(), meters))
                .build();
        return new PointStore(meters, database.openStore(config));
    }

    PostgresEventStore store() {
        return store;
    }

    /** What was counted since it was opened, and these conflicts. */
    Counts counts(long conflicts) {
        return new Counts(sum(HITS), sum(MISSES), conflicts, sum(RETRIES));
    }

    private long sum(String name) {
        return (long)
                meters.get(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    @Override
    public void close() {
        store.close();
    }
}

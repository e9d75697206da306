package io.eventcore.bench.load;

import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.Projection;
import io.eventcore.projections.ProjectionRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** EventCore: a projection that counts the events of each type, from the first event to the last. */
final class CatchUpSide implements Side {

    private final TypeCounts expected;
    private final PostgresEventStore store;
    private int turn;

    CatchUpSide(BenchDatabase database, TypeCounts expected) {
        this.expected = expected;
        this.store = database.openStore();
    }

    @Override
    public String label() {
        return "projection";
    }

    @Override
    public Work run(Duration time) {
        Counting projection = new Counting("counting-" + turn++);
        try (ProjectionRunner runner = new ProjectionRunner(store, projection)) {
            long start = System.nanoTime();
            runner.runUntilCaughtUp();
            long nanos = System.nanoTime() - start;
            expected.add(projection.counts);
            return new Work(expected.total(), nanos, new Histogram(3));
        }
    }

    @Override
    public void check() {
        expected.check();
    }

    @Override
    public void close() {
        store.close();
    }

    /** Counts in memory: the control writes nothing either. */
    private static final class Counting implements Projection<Booking> {
        private final String name;
        private final Map<String, Long> counts = new HashMap<>();

        Counting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void apply(StoredEvent<Booking> event, UnitOfWork unit) {
            counts.merge(event.type(), 1L, Long::sum);
        }
    }
}

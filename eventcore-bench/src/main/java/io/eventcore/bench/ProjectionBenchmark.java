package io.eventcore.bench;

import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import io.eventcore.projections.Projection;
import io.eventcore.projections.ProjectionRunner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Projections from the first event to the last, in events; each starts anew, under a name of its own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ProjectionBenchmark {

    private static final int EVENTS = FilledState.STREAMS * FilledState.LENGTH;

    private long projections;
    private long sums;

    /** For JMH. */
    public ProjectionBenchmark() {}

    /** Projects every event of the store. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long catchUp(FilledState filled) {
        Sum sum = new Sum("sum-" + projections++);
        try (ProjectionRunner runner = new ProjectionRunner(filled.store(), sum)) {
            runner.runUntilCaughtUp();
        }
        sums += sum.cents;
        return sum.cents;
    }

    /** Adds up what came out. */
    @TearDown
    public void check() {
        if (projections == 0 || sums != projections * EVENTS) {
            throw new IllegalStateException(projections + " projections of " + EVENTS + " events gave " + sums + ".");
        }
    }

    private static final class Sum implements Projection<Noted> {
        private final String name;
        private long cents;

        Sum(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void apply(StoredEvent<Noted> event, UnitOfWork unit) {
            cents += event.payload().cents();
        }
    }
}

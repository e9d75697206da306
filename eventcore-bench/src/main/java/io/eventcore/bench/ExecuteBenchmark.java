package io.eventcore.bench;

import static java.util.Objects.requireNonNull;

import io.eventcore.ExecutionResult;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Blocking commands of one caller. Each reads short streams, decides, and appends an event to each of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExecuteBenchmark {

    private @Nullable SmallStore store;
    private long turn;

    /** For JMH. */
    public ExecuteBenchmark() {}

    /** Opens an empty store. */
    @Setup(Level.Iteration)
    public void open(AdapterState adapter) {
        store = new SmallStore(adapter, 1);
    }

    /** A command on one stream. */
    @Benchmark
    public ExecutionResult oneStream() {
        SmallStore small = requireNonNull(store);
        small.renewIfLarge();
        return small.executor().execute(new Note(small.first().next(), turn++));
    }

    /** A command on two streams. */
    @Benchmark
    public ExecutionResult twoStreams() {
        SmallStore small = requireNonNull(store);
        small.renewIfLarge();
        return small.executor()
                .execute(new NoteTwice(small.first().next(), small.second().next(), turn++));
    }

    /** Looks at what the store holds. */
    @TearDown(Level.Iteration)
    public void check() {
        requireNonNull(store).close();
    }
}

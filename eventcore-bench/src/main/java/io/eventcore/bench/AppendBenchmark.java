package io.eventcore.bench;

import static java.util.Objects.requireNonNull;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Blocking appends of one caller to short streams, each of whose versions is checked. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AppendBenchmark {

    /** How many events an append has. */
    @Param({"1", "10", "100"})
    public int events = 1;

    private @Nullable SmallStore store;
    private Object[] payloads = {};

    /** For JMH. */
    public AppendBenchmark() {}

    /** Opens an empty store. */
    @Setup(Level.Iteration)
    public void open(AdapterState adapter) {
        store = new SmallStore(adapter, events);
        payloads = IntStream.range(0, events)
                .mapToObj(nth -> new Noted(nth, "reference-" + nth))
                .toArray();
    }

    /** One append. */
    @Benchmark
    public AppendResult append() {
        SmallStore small = requireNonNull(store);
        small.renewIfLarge();
        long version = small.first().timesBefore() * events;
        StreamId stream = small.first().next();
        return small.store().append(AppendRequest.to(stream, ExpectedVersion.exactly(version), payloads));
    }

    /** Looks at what the store holds. */
    @TearDown(Level.Iteration)
    public void check() {
        requireNonNull(store).close();
    }
}

package io.eventcore.bench;

import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Reads of the last events of a stream of 1,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadBenchmark {

    /** How many events are read. */
    @Param({"10", "100", "1000"})
    public int events = 10;

    private long reads;
    private long sum;

    /** For JMH. */
    public ReadBenchmark() {}

    /** One read. */
    @Benchmark
    public Map<StreamId, Long> read(FilledState filled) {
        long behind = (long) FilledState.LENGTH - events;
        StreamId stream = FilledState.stream(reads++);
        return filled.store()
                .read(new ReadRequest(Map.of(stream, behind)), event -> sum += ((Noted) event.payload()).cents());
    }

    /** Adds up what was read. */
    @TearDown
    public void check() {
        if (reads == 0 || sum != reads * events) {
            throw new IllegalStateException(reads + " reads of " + events + " events brought " + sum + ".");
        }
    }
}

package io.eventcore.bench;

import io.eventcore.EventFold;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

/** Folds of events that were read already, in events. The adapter has no part in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FoldBenchmark {

    private static final int LENGTH = 1_000;

    private static final EventFold<Long, Noted> SUM = EventFold.<Long, Noted>over(Noted.class)
            .on(Noted.class, (sum, event) -> sum + event.payload().cents())
            .build();

    private final List<StoredEvent<Noted>> events = LongStream.rangeClosed(1, LENGTH)
            .mapToObj(nth -> new StoredEvent<>(
                    EventId.random(),
                    StreamId.of("folded"),
                    nth,
                    nth,
                    "noted",
                    new Noted(1, "reference-" + nth),
                    EventMetadata.empty(),
                    Instant.EPOCH))
            .toList();

    private long folds;
    private long sums;

    /** For JMH. */
    public FoldBenchmark() {}

    /** Folds 1,000 events. */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public long fold() {
        long sum = 0;
        for (StoredEvent<Noted> event : events) {
            sum = SUM.apply(sum, event);
        }
        folds++;
        sums += sum;
        return sum;
    }

    /** Adds up what came out. */
    @TearDown
    public void check() {
        if (folds == 0 || sums != folds * LENGTH) {
            throw new IllegalStateException(folds + " folds of " + LENGTH + " events gave " + sums + ".");
        }
    }
}

package io.eventcore.bench;

import io.eventcore.EventCodec;
import io.eventcore.postgres.JacksonEventCodec;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A small event to JSON and back. The adapter has no part in it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    private static final Noted EVENT = new Noted(4711, "a reference of usual length");
    private static final String JSON = "{\"cents\":4711,\"reference\":\"a reference of usual length\"}";

    private final EventCodec codec = JacksonEventCodec.create();
    private String encoded = JSON;
    private Noted decoded = EVENT;

    /** For JMH. */
    public CodecBenchmark() {}

    /** To JSON. */
    @Benchmark
    public String encode() {
        encoded = codec.encode(EVENT);
        return encoded;
    }

    /** From JSON. */
    @Benchmark
    public Noted decode() {
        decoded = codec.decode(JSON, Noted.class);
        return decoded;
    }

    /** Compares what came out last. */
    @TearDown
    public void check() {
        if (!encoded.equals(JSON) || !decoded.equals(EVENT)) {
            throw new IllegalStateException(
                    EVENT + " became " + encoded + ", and " + JSON + " became " + decoded + ".");
        }
    }
}

package io.eventcore.bench;

import io.eventcore.EventCodec;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.PayloadReader;
import io.eventcore.StreamId;
import io.eventcore.jackson.JacksonEventCodec;
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

/**
 * A small event to JSON and back, and as stores read it: in the version that is written now, with upcasters for older ones
 * registered, and out of an older version. The adapter has no part in it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    private static final Noted EVENT = new Noted(4711, "a reference of usual length");
    private static final Renoted RENOTED = new Renoted(4711, "a reference of usual length");
    private static final String OLD = "{\"cents\":4711,\"ref\":\"a reference of usual length\"}";
    private static final StreamId STREAM = StreamId.of("noted");
    private static final String JSON = "{\"cents\":4711,\"reference\":\"a reference of usual length\"}";

    private final EventCodec codec = JacksonEventCodec.create();
    private final PayloadReader reader = new PayloadReader(
            EventTypes.builder(Renoted.class)
                    .upcast("benchmark-renoted", 1, data -> data.renamed("ref", "reference"))
                    .build(),
            codec);
    private String encoded = JSON;
    private Noted decoded = EVENT;
    private Object read = RENOTED;

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

    /** From JSON, as a store reads an event in the version that is written now. */
    @Benchmark
    public Object readCurrent() {
        read = reader.read(STREAM, 1, 1, "benchmark-renoted", 2, JSON);
        return read;
    }

    /** From JSON, as a store reads an event that needs an upcaster. */
    @Benchmark
    public Object readOld() {
        read = reader.read(STREAM, 1, 1, "benchmark-renoted", 1, OLD);
        return read;
    }

    /** An event that was stored in another shape before. */
    @EventType(value = "benchmark-renoted", version = 2)
    record Renoted(long cents, String reference) {}

    /** Compares what came out last. */
    @TearDown
    public void check() {
        if (!encoded.equals(JSON) || !decoded.equals(EVENT) || !read.equals(RENOTED)) {
            throw new IllegalStateException(
                    EVENT + " became " + encoded + ", and " + JSON + " became " + decoded + " and " + read + ".");
        }
    }
}

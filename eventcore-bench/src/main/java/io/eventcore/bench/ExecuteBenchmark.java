package io.eventcore.bench;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Blocking commands, each on one of many streams, on either adapter. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ExecuteBenchmark {

    private static final int STREAMS = 100_000;

    /** Which adapter. */
    @Param({"memory", "postgres"})
    public String adapter = "memory";

    private final AtomicInteger next = new AtomicInteger();
    private @Nullable TestPostgres postgres;
    private @Nullable EventStore store;
    private @Nullable CommandExecutor executor;

    /** For JMH. */
    public ExecuteBenchmark() {}

    /** Opens a store. PostgreSQL is durable. */
    @Setup
    public void open() {
        EventTypes types = EventTypes.of(Noted.class);
        EventStore opened;
        if (adapter.equals("memory")) {
            opened = InMemoryEventStore.create(types);
        } else {
            TestPostgres server = TestPostgres.builder().durable(true).start();
            postgres = server;
            opened = PostgresEventStore.create(PostgresConfig.of(server.newDatabase()), types);
        }
        opened.initialize();
        store = opened;
        executor = CommandExecutor.create(opened);
    }

    /** Closes what was opened. */
    @TearDown
    public void close() {
        if (store != null) {
            store.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** One command. */
    @Benchmark
    public ExecutionResult execute() {
        if (executor == null) {
            throw new IllegalStateException("open() was not called");
        }
        int turn = next.getAndIncrement();
        return executor.execute(new Note(StreamId.of("note-" + Math.floorMod(turn, STREAMS)), turn));
    }
}

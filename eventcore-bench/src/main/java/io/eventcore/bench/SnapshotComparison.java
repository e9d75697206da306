package io.eventcore.bench;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.Snapshots;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares commands on a long stream with commands on streams of ten events, on one durable server: cold ones, the first of
 * a store that was just opened, with and without snapshots; and warm ones, whose streams the store remembers. One caller, by
 * turns, so that a noisy machine slows all. The figures are medians.
 */
@Command(
        name = "snapshot-comparison",
        mixinStandardHelpOptions = true,
        description = "Compares commands on long and short streams, with and without snapshots.")
public final class SnapshotComparison implements Callable<Integer> {

    private static final int SHORT = 10;
    private static final int EVENTS_PER_APPEND = 10_000;
    private static final StreamId LONG = StreamId.of("long");

    private static final StreamFold<Sum, Noted> PLAIN = sum().build();
    private static final StreamFold<Sum, Noted> KEPT =
            sum().snapshots(Snapshots.of("sum", 1, Sum.class)).build();

    @Option(names = "--rounds", defaultValue = "11", description = "How many turns (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--events",
            defaultValue = "100000",
            description = "Of the long stream (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(
            names = "--warm",
            defaultValue = "100",
            description = "Warm commands of a turn (default: ${DEFAULT-VALUE}).")
    private int warm;

    private final Map<String, List<Long>> nanos = new LinkedHashMap<>();
    private int shortStreams;

    private static StreamFold.Builder<Sum, Noted> sum() {
        return StreamFold.over(Noted.class, new Sum(0, 0))
                .on(Noted.class, (sum, noted) -> new Sum(sum.cents + noted.cents(), sum.events + 1));
    }

    /**
     * What a stream holds.
     *
     * @param cents in all
     * @param events how many
     */
    record Sum(long cents, long events) {}

    private record Add(StreamId stream, StreamFold<Sum, Noted> fold) implements StreamCommand<Sum, Noted> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Writes<Noted> handle(StreamStates<Sum> sums) {
            if (sums.of(stream).events() != sums.versionOf(stream)) {
                throw new IllegalStateException(sums + " is no state of its stream.");
            }
            return Writes.to(stream, new Noted(sums.of(stream).events(), "added"));
        }
    }

    /** Runs the comparison. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SnapshotComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (TestPostgres postgres = TestPostgres.builder().durable(true).start()) {
            String url = postgres.newDatabase();
            say(postgres.describe());
            try (EventStore store = open(url)) {
                store.initialize();
                fill(store);
            }
            run(url); // the first turn warms the virtual machine up
            nanos.clear();
            for (int round = 1; round <= rounds; round++) {
                run(url);
                say("turn " + round + " of " + rounds);
            }
        }
        nanos.forEach((what, times) ->
                say(String.format(Locale.ROOT, "%s: median %.2f ms of %,d", what, median(times), times.size())));
        say(String.format(
                Locale.ROOT,
                "warm_long_vs_short=%.2f",
                median(times("warm, long stream")) / median(times("warm, short stream"))));
        say(String.format(
                Locale.ROOT,
                "cold_long_with_snapshot_vs_short_without=%.2f",
                median(times("cold, long stream, snapshots")) / median(times("cold, short stream, none"))));
        return 0;
    }

    private void fill(EventStore store) throws InterruptedException {
        for (int version = 0; version < events; version += EVENTS_PER_APPEND) {
            append(store, LONG, version, Math.min(EVENTS_PER_APPEND, events - version));
        }
        CommandExecutor.create(store).execute(new Add(LONG, KEPT));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (store.snapshots()
                .load(Set.of(LONG), KEPT.snapshots().orElseThrow(), Duration.ofSeconds(10))
                .isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("No snapshot of the long stream was written.");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void append(EventStore store, StreamId stream, int after, int count) {
        store.append(AppendRequest.to(
                stream,
                ExpectedVersion.exactly(after),
                Collections.nCopies(count, new Noted(1, "filled")).toArray()));
    }

    private void run(String url) {
        cold(url, "cold, long stream, none", LONG, PLAIN);
        cold(url, "cold, long stream, snapshots", LONG, KEPT);
        cold(url, "cold, short stream, none", null, PLAIN);
        cold(url, "cold, short stream, snapshots", null, KEPT);
        try (EventStore store = open(url)) {
            CommandExecutor executor = CommandExecutor.create(store);
            executor.execute(new Add(LONG, KEPT));
            for (int i = 0; i < warm; i++) {
                StreamId known = shortStream(store);
                executor.execute(new Add(known, KEPT));
                time("warm, short stream", executor, new Add(known, KEPT));
                time("warm, long stream", executor, new Add(LONG, KEPT));
            }
        }
    }

    /** The connections stand already: a command on another stream has needed them. */
    private void cold(String url, String what, @Nullable StreamId stream, StreamFold<Sum, Noted> fold) {
        StreamId target = stream;
        if (target == null) {
            try (EventStore other = open(url)) {
                target = shortStream(other);
            }
        }
        try (EventStore store = open(url)) {
            CommandExecutor executor = CommandExecutor.create(store);
            executor.execute(new Add(StreamId.of("other"), fold));
            time(what, executor, new Add(target, fold));
        }
    }

    private StreamId shortStream(EventStore store) {
        StreamId stream = StreamId.of("short-" + shortStreams++);
        append(store, stream, 0, SHORT);
        return stream;
    }

    private void time(String what, CommandExecutor executor, Add command) {
        long start = System.nanoTime();
        executor.execute(command);
        times(what).add(System.nanoTime() - start);
    }

    private List<Long> times(String what) {
        return nanos.computeIfAbsent(what, none -> new ArrayList<>());
    }

    private static double median(List<Long> times) {
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) / 1e6;
    }

    private static EventStore open(String url) {
        return PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Noted.class));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

package io.eventcore.bench;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The loads under which settings are compared, on a store of their own. */
final class StoreLoads implements AutoCloseable {

    private static final int IN_FLIGHT = 256;
    private static final int STREAMS = 1_000;
    private static final int EVENTS = 10;

    private final PostgresEventStore store;
    private final AppendLoad appends;
    private final CommandLoad commands;
    private final CommandExecutor executor;

    private StoreLoads(PostgresEventStore store) {
        this.store = store;
        this.appends = new AppendLoad(store, IN_FLIGHT, false);
        this.commands = new CommandLoad(store, IN_FLIGHT);
        this.executor = CommandExecutor.create(store);
    }

    static StoreLoads open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Noted.class));
        store.initialize();
        for (int i = 0; i < STREAMS; i++) {
            Noted[] events = new Noted[EVENTS];
            for (int nth = 0; nth < EVENTS; nth++) {
                events[nth] = new Noted(nth, "reference-" + nth);
            }
            store.append(AppendRequest.to(stream(i), ExpectedVersion.noStream(), (Object[]) events));
        }
        return new StoreLoads(store);
    }

    /** Runs the loads with many operations in flight for this long each, and returns operations per second. */
    Map<String, Double> run(Duration time) throws InterruptedException {
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("appends, 256 in flight", appends.run(time));
        rates.put("commands, 256 in flight", commands.run(time));
        return rates;
    }

    /** What is done one at a time. */
    Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("command", nth -> executor.execute(new Note(StreamId.of("lonely-" + nth % STREAMS), nth)));
        calls.put("read of 1 stream", nth -> store.read(ReadRequest.of(stream(nth)), event -> {}));
        calls.put("read of 5 streams", nth -> store.read(ReadRequest.of(streams(nth, 5)), event -> {}));
        calls.put("feed page of 100", nth -> store.feed().read(nth % 9_000, EventFilter.all(), 100));
        return calls;
    }

    private static List<StreamId> streams(int nth, int count) {
        return IntStream.range(nth, nth + count).mapToObj(StoreLoads::stream).toList();
    }

    private static StreamId stream(int nth) {
        return StreamId.of("read-" + nth % STREAMS);
    }

    @Override
    public void close() {
        store.close();
    }

    /** Does something once. */
    @FunctionalInterface
    interface Call {
        void run(int nth);
    }
}

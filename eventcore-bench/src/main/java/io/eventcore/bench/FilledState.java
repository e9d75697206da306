package io.eventcore.bench;

import static java.util.Objects.requireNonNull;

import io.eventcore.AppendRequest;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A store that holds streams of 1,000 events, each of which says 1. */
@State(Scope.Benchmark)
public class FilledState {

    /** How many streams there are. */
    static final int STREAMS = 20;

    /** How many events each has. */
    static final int LENGTH = 1_000;

    private @Nullable EventStore store;

    /** For JMH. */
    public FilledState() {}

    /** Fills a store, once in a trial. */
    @Setup
    public void fill(AdapterState adapter) {
        EventStore opened = adapter.newStore();
        Object[] events = IntStream.range(0, LENGTH)
                .mapToObj(nth -> new Noted(1, "reference-" + nth))
                .toArray();
        for (int nth = 0; nth < STREAMS; nth++) {
            opened.append(AppendRequest.to(stream(nth), ExpectedVersion.noStream(), events));
        }
        store = opened;
    }

    EventStore store() {
        return requireNonNull(store);
    }

    /** One of the streams; numbers beyond the last start again with the first. */
    static StreamId stream(long nth) {
        return StreamId.of("filled-" + nth % STREAMS);
    }

    /** Closes the store. */
    @TearDown
    public void close() {
        store().close();
    }
}

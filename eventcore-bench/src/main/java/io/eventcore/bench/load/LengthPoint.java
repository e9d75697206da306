package io.eventcore.bench.load;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Commands on streams of about one length, each caller on streams of its own. A command makes its stream longer, so a caller
 * leaves each for a fresh one as soon as it has grown by a ninth (a stream of one event: by one). Fresh streams are appended
 * before the turn, and brought to the store's memory if it remembers streams of this length.
 */
final class LengthPoint implements Point {

    private static final int CALLERS = 16;

    /** Of an append that makes a stream; and of the appends that wait at once. */
    private static final int EVENTS_PER_APPEND = 1_000;

    private static final int APPENDS_AT_ONCE = 1_000;

    private final int length;
    private final int turns;
    private final int beginning;
    private final int commandsPerStream;
    private final PointStore store;
    private final Tally tally;
    private final Commands commands;
    private final List<Queue<StreamId>> fresh = new ArrayList<>();
    private Counts counts = Counts.NOTHING;
    private long made;

    /** @param commandsPerTurn the most of all callers */
    LengthPoint(int length, PointStore store, Tally tally, int commandsPerTurn) {
        this.length = length;
        this.turns = Math.max(1, commandsPerTurn / CALLERS);
        this.commandsPerStream = Math.max(1, length / 10);
        this.beginning = Math.max(1, length - commandsPerStream);
        this.store = store;
        this.tally = tally;
        this.commands = new Commands(store.store(), tally);
        for (int caller = 0; caller < CALLERS; caller++) {
            fresh.add(new ArrayDeque<>());
        }
    }

    @Override
    public String label() {
        return Labels.number(length);
    }

    @Override
    public long size() {
        return length;
    }

    /** Only the commands are timed and counted, not what was prepared for them. */
    @Override
    public Work run(Duration time) throws InterruptedException {
        prepare();
        Counts before = store.counts(commands.conflicts());
        Work work = new ClosedLoop(CALLERS, turns, this::execute).run(time);
        counts = counts.plus(store.counts(commands.conflicts()).minus(before));
        return work;
    }

    /** The queue holds a stream once for each command that it still takes. A slot has one command at a time. */
    private CompletableFuture<?> execute(int slot, int turn) {
        return commands.execute(new Deposit(fresh.get(slot).remove(), CommandSource.cents()));
    }

    private void prepare() {
        List<StreamId> streams = new ArrayList<>();
        for (Queue<StreamId> queue : fresh) {
            while (queue.size() < turns) {
                StreamId stream = StreamId.of("long-" + length + "-" + made++);
                streams.add(stream);
                for (int i = 0; i < commandsPerStream; i++) {
                    queue.add(stream);
                }
            }
        }
        for (int version = 0; version < beginning; version += EVENTS_PER_APPEND) {
            for (int from = 0; from < streams.size(); from += APPENDS_AT_ONCE) {
                appendAll(streams.subList(from, Math.min(from + APPENDS_AT_ONCE, streams.size())), version);
            }
        }
        // What the store remembers of its own appends is decoded by whoever asks first.
        streams.forEach(stream -> store.store().remembered(Set.of(stream)));
    }

    private void appendAll(List<StreamId> streams, int version) {
        CompletableFuture.allOf(
                        streams.stream().map(stream -> append(stream, version)).toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private CompletableFuture<?> append(StreamId stream, int version) {
        int events = Math.min(EVENTS_PER_APPEND, beginning - version);
        AppendRequest.Builder request = AppendRequest.builder().expect(stream, ExpectedVersion.exactly(version));
        for (int i = 1; i <= events; i++) {
            request.append(NewEvent.of(stream, new Booking.Deposited(1, "after " + (version + i - 1))));
        }
        return store.store()
                .appendAsync(request.build())
                .thenAccept(result -> tally.add(new Totals(events, events, 0)));
    }

    @Override
    public Counts counts() {
        return counts;
    }

    @Override
    public void close() {
        store.close();
    }
}

package io.eventcore.bench;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.StreamId;
import io.eventcore.bench.load.ClosedLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A closed loop of commands: each reads a stream of its own slot, decides, and appends one event. */
final class CommandLoad {

    private static final int STREAMS_PER_SLOT = 80;

    private final CommandExecutor executor;
    private final int inFlight;

    CommandLoad(EventStore store, int inFlight) {
        this.executor = CommandExecutor.create(store);
        this.inFlight = inFlight;
    }

    /** Returns the commands per second. */
    double run(Duration time) throws InterruptedException {
        return new ClosedLoop(inFlight, this::execute).run(time).perSecond();
    }

    private CompletableFuture<?> execute(int slot, int turn) {
        return executor.executeAsync(new Note(StreamId.of("note-" + slot + "-" + turn % STREAMS_PER_SLOT), turn));
    }
}

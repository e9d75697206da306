package io.eventcore.bench;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
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

    /** Adds up what its stream holds, and notes one more. */
    private record Note(StreamId stream, long cents) implements Command<Long, Noted> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public Long initialState() {
            return 0L;
        }

        @Override
        public Long apply(Long sum, StoredEvent<Noted> event) {
            return sum + event.payload().cents();
        }

        @Override
        public Writes<Noted> handle(Long sum) {
            return Writes.to(stream, new Noted(cents, "after " + sum));
        }
    }
}

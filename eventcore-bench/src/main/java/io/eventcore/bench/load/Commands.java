package io.eventcore.bench.load;

import io.eventcore.CommandExecutor;
import io.eventcore.postgres.PostgresEventStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Sends commands through an executor, and adds up what was acknowledged. Thread-safe. */
final class Commands {

    private final CommandExecutor executor;
    private final Tally tally;
    private final LongAdder conflicts = new LongAdder();

    Commands(PostgresEventStore store, Tally tally) {
        this.executor = CommandExecutor.create(store);
        this.tally = tally;
    }

    /** Keeps so many in flight for this long. */
    Work run(CommandSource source, int inFlight, Duration time) throws InterruptedException {
        return new ClosedLoop(inFlight, (slot, nth) -> execute(source.next())).run(time);
    }

    CompletableFuture<?> execute(BookingCommand<?> command) {
        return executor.executeAsync(command).thenAccept(result -> {
            tally.add(command.adds());
            conflicts.add(result.attempts() - 1L);
        });
    }

    /** How often a command had to be tried again, for one of its streams had moved. */
    long conflicts() {
        return conflicts.sum();
    }
}

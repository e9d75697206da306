package io.eventcore.examples.demo;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.StoreUnavailableException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Executes commands, a limited number of them at the same time. Submit from one thread. */
final class Load implements AutoCloseable {

    private final CommandExecutor executor;
    private final int inFlight;
    private final Progress progress;
    private final Tally tally = new Tally();
    private final Semaphore slots;

    Load(CommandExecutor executor, int inFlight, Progress progress) {
        this.executor = executor;
        this.inFlight = inFlight;
        this.progress = progress;
        this.slots = new Semaphore(inFlight);
    }

    /**
     * Starts a command as soon as fewer than the limit are under way. Blocks until then.
     *
     * @throws StoreUnavailableException if an earlier command found the database gone: there is no point in going on
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the tally takes every outcome
    void submit(Command<?, ?> command, ExecutionOptions options) {
        acquire(1);
        refuseWithoutDatabase();
        executor.executeAsync(command, options).whenComplete(this::ended);
    }

    private void ended(@Nullable ExecutionResult result, @Nullable Throwable failure) {
        if (result != null) {
            tally.committed(result);
        } else if (failure != null) {
            tally.failed(failure);
        }
        progress.step();
        slots.release();
    }

    /**
     * Waits until every command has ended.
     *
     * @throws StoreUnavailableException if a command found the database gone
     */
    Tally await() {
        acquire(inFlight);
        slots.release(inFlight);
        refuseWithoutDatabase();
        return tally;
    }

    private void refuseWithoutDatabase() {
        if (tally.firstFailure().orElse(null) instanceof StoreUnavailableException unavailable) {
            throw unavailable;
        }
    }

    private void acquire(int count) {
        try {
            slots.acquire(count);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionInterruptedException("The demo was interrupted.", e);
        }
    }

    @Override
    public void close() {
        progress.close();
    }
}

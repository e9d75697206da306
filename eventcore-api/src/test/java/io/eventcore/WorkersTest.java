package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AccountEvent.Deposited;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an asynchronous caller is told when the workers are busy, refuse, or are the caller itself. */
class WorkersTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final OneAccount DEPOSIT = OneAccount.deposit(ALICE, 5);

    private final ScriptedStore store = new ScriptedStore();
    private final FakeTimer timer = new FakeTimer();

    @AfterEach
    void stopTheTimer() {
        timer.shutdownNow();
    }

    @Test
    void theTimeoutIsToldAndNotThatTheAppendWasTakenBack() {
        CommandExecutor onCallersThread = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(Runnable::run)
                .build();
        store.holdAppends();
        CompletableFuture<ExecutionResult> outcome = onCallersThread.executeAsync(DEPOSIT);

        timer.endTimeouts();

        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void aResultThatCameInTimeIsToldThoughNoWorkerWasFreeToTellIt() {
        LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
        CommandExecutor queueing = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(waiting::add)
                .build();
        CompletableFuture<ExecutionResult> outcome = queueing.executeAsync(DEPOSIT);
        waiting.remove().run();
        assertThat(store.payloads(ALICE)).containsExactly(new Deposited(5));
        assertThat(outcome).isNotDone();

        timer.endTimeouts();

        assertThat(outcome)
                .isCompletedWithValueMatching(result -> result.events().size() == 1);
    }

    @Test
    void aResultIsToldThoughTheWorkersRefuseToTellIt() {
        AtomicBoolean full = new AtomicBoolean();
        CommandExecutor refusing = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> runUnless(full.get(), task))
                .build();
        store.holdAppends();
        CompletableFuture<ExecutionResult> outcome = refusing.executeAsync(DEPOSIT);
        full.set(true);

        store.releaseAppends();

        assertThat(outcome).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void workersThatRefuseACommandAreAnOverload() {
        CommandExecutor refusing = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> runUnless(true, task))
                .build();

        CompletableFuture<ExecutionResult> outcome = refusing.executeAsync(DEPOSIT);

        assertThat(outcome)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OverloadedException.class)
                .withMessageStartingWith("The executor's workers refuse more commands: the queue is full");
        assertThat(store.reads()).isEmpty();
    }

    @Test
    void workersThatRefuseAFurtherAttemptAreAnOverload() {
        AtomicBoolean full = new AtomicBoolean();
        store.conflictNext(1).duringAppend(() -> full.set(true));
        CommandExecutor refusing = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> runUnless(full.get(), task))
                .build();

        assertThat(refusing.executeAsync(DEPOSIT))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OverloadedException.class);
        assertThat(store.appends()).hasSize(1);
    }

    private static void runUnless(boolean full, Runnable task) {
        if (full) {
            throw new RejectedExecutionException("the queue is full");
        }
        task.run();
    }
}

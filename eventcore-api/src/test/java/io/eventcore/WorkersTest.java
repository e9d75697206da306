package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AccountEvent.Deposited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void workersThatThrowAnErrorFailThatCommandAndKeepNobodyFromATurn() {
        AtomicBoolean noThread = new AtomicBoolean();
        CommandExecutor failing = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> {
                    if (noThread.getAndSet(false)) {
                        throw new OutOfMemoryError("unable to create native thread (test)");
                    }
                    task.run();
                })
                .build();
        store.conflictNext(1).duringAppend(() -> noThread.set(true));
        assertThat(failing.executeAsync(DEPOSIT))
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(OutOfMemoryError.class);

        store.conflictNext(1).duringAppend(() -> {});
        assertThat(failing.executeAsync(DEPOSIT)).succeedsWithin(Duration.ofSeconds(5));
    }

    /** As pools do that discard tasks: nobody comes back to end the turn. */
    @Test
    void aCommandWhoseTaskIsDroppedGivesItsTurnBackWhenItsTimeIsOver() {
        AtomicBoolean dropping = new AtomicBoolean();
        CommandExecutor careless = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> {
                    if (!dropping.get()) {
                        task.run();
                    }
                })
                .build();
        store.conflictNext(1).duringAppend(() -> dropping.set(true));
        CompletableFuture<ExecutionResult> dropped = careless.executeAsync(DEPOSIT);
        dropping.set(false);
        dropped.cancel(false);

        store.conflictNext(1).duringAppend(() -> {});
        assertThat(careless.executeAsync(DEPOSIT)).succeedsWithin(Duration.ofMinutes(1));
    }

    @Test
    void aThousandCommandsThatWaitForATurnAreRefusedWhenTheWorkersRefuse() {
        AtomicBoolean full = new AtomicBoolean();
        CommandExecutor refusing = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> runUnless(full.get(), task))
                .build();
        store.conflictNext(1_001);
        timer.keepAttempts();
        CompletableFuture<ExecutionResult> first = refusing.executeAsync(DEPOSIT);
        List<CompletableFuture<ExecutionResult>> line = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            line.add(refusing.executeAsync(DEPOSIT));
        }
        store.holdAppends();
        timer.releaseAttempts();
        assertThat(store.heldAppends()).as("one has the turn, the others wait").isEqualTo(1);

        full.set(true);
        store.releaseAppends();

        assertThat(first).succeedsWithin(Duration.ofSeconds(5));
        for (CompletableFuture<ExecutionResult> each : line) {
            assertThat(each)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(OverloadedException.class);
        }
        full.set(false);
        store.conflictNext(1);
        assertThat(refusing.executeAsync(DEPOSIT)).as("the line lives").succeedsWithin(Duration.ofSeconds(5));
    }

    private static void runUnless(boolean full, Runnable task) {
        if (full) {
            throw new RejectedExecutionException("the queue is full");
        }
        task.run();
    }
}

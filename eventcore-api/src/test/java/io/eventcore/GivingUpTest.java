package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AccountEvent.Deposited;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time-outs, interrupts and cancelled futures: no further attempt starts, and the caller is told the truth. */
class GivingUpTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final OneAccount DEPOSIT = OneAccount.deposit(ALICE, 5);
    private static final ExecutionOptions SHORT = ExecutionOptions.defaults().withTimeout(Duration.ofMillis(20));

    private final ScriptedStore store = new ScriptedStore();
    private final FakeTimer timer = new FakeTimer();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();
    private final CommandExecutor executor =
            CommandExecutor.builder(store).scheduler(timer).workers(worker).build();

    @AfterEach
    void stopTheThreads() {
        timer.shutdownNow();
        worker.shutdownNow();
    }

    @Test
    void aBlockedCallerIsToldThatAnAppendUnderWayMayCommit() {
        store.holdAppends();

        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> executor.execute(DEPOSIT, SHORT))
                .withMessageStartingWith(
                        "The time-out of 20 ms ended while the append was under way; it may still commit.")
                .satisfies(timeout -> assertThat(timeout.mayHaveCommitted()).isTrue());
    }

    @Test
    void aBlockedCallerIsToldThatNothingWasAppendedBetweenAttempts() {
        store.conflictNext(1);
        timer.keepAttempts();

        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> executor.execute(DEPOSIT, SHORT))
                .withMessageStartingWith("The time-out of 20 ms ended before the append started; nothing was appended.")
                .satisfies(timeout -> assertThat(timeout.mayHaveCommitted()).isFalse());
        assertNoFurtherAttempt();
    }

    @Test
    void nothingIsSentOnceTheTimeoutHasEnded() {
        OneAccount slow = new OneAccount(ALICE, balance -> {
            long start = System.nanoTime();
            await().until(() ->
                    System.nanoTime() - start > Duration.ofMillis(30).toNanos());
            return Writes.to(ALICE, new Deposited(5));
        });

        assertThatExceptionOfType(DeadlineExceededException.class)
                .isThrownBy(() -> executor.execute(slow, SHORT))
                .satisfies(timeout -> assertThat(timeout.mayHaveCommitted()).isFalse());
        assertThat(store.appends()).isEmpty();
    }

    @Test
    void anAsynchronousCallerIsToldThatAnAppendUnderWayMayCommit() {
        store.holdAppends();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> store.heldAppends() == 1);

        timer.endTimeouts();

        assertTimedOut(outcome, true);
        store.releaseAppends();
        assertThat(store.payloads(ALICE)).as("the append was taken back").isEmpty();
    }

    @Test
    void anAsynchronousCallerIsToldThatNothingWasAppendedBetweenAttempts() {
        store.conflictNext(1);
        timer.keepAttempts();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> timer.keptAttempts() == 1);

        timer.endTimeouts();

        assertTimedOut(outcome, false);
        assertNoFurtherAttempt();
    }

    @Test
    void aTimeoutThatEndsWhileTheAppendIsBeingHandedOverCountsAsUnderWay() {
        store.duringAppend(timer::endTimeouts);

        assertTimedOut(executor.executeAsync(DEPOSIT), true);
        await("the store had it already").until(() -> store.payloads(ALICE).equals(List.of(new Deposited(5))));
    }

    @Test
    void aTimeoutThatEndsWhileTheCommandDecidesKeepsItFromBeingSent() {
        OneAccount overtaken = new OneAccount(ALICE, balance -> {
            timer.endTimeouts();
            return Writes.to(ALICE, new Deposited(5));
        });

        assertTimedOut(executor.executeAsync(overtaken), false);
        worker.shutdown();
        await().until(worker::isTerminated);
        assertThat(store.appends()).isEmpty();
    }

    @Test
    void aCancelledFutureStopsFurtherAttempts() {
        store.conflictNext(1);
        timer.keepAttempts();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> timer.keptAttempts() == 1);

        outcome.cancel(false);

        assertThatThrownBy(outcome::join).isInstanceOf(CancellationException.class);
        assertNoFurtherAttempt();
    }

    @Test
    void aCancelledFutureTakesTheAppendBack() {
        store.holdAppends();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> store.heldAppends() == 1);

        outcome.cancel(false);
        store.releaseAppends();

        assertThat(store.payloads(ALICE)).isEmpty();
    }

    @Test
    void aFutureThatTheCallerCompletesStopsFurtherAttempts() {
        store.conflictNext(1);
        timer.keepAttempts();
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(DEPOSIT);
        await().until(() -> timer.keptAttempts() == 1);

        outcome.completeExceptionally(new TimeoutException("as orTimeout does"));

        assertNoFurtherAttempt();
    }

    @Test
    void anInterruptedCallerStopsFurtherAttempts() throws InterruptedException {
        store.conflictNext(1);
        timer.keepAttempts();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                executor.execute(DEPOSIT);
            } catch (ExecutionInterruptedException interrupted) {
                thrown.set(interrupted);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        caller.start();
        await().until(() -> timer.keptAttempts() == 1);

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(ExecutionInterruptedException.class);
        assertThat(flag.get()).isTrue();
        assertNoFurtherAttempt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT2562047788015215H", "PT876000000H"})
    void aTimeoutMayBeAsGoodAsUnlimited(Duration unlimited) {
        ExecutionOptions options = ExecutionOptions.defaults().withTimeout(unlimited);

        assertThat(executor.execute(DEPOSIT, options).attempts()).isEqualTo(1);
        assertThat(executor.executeAsync(DEPOSIT, options).join().attempts()).isEqualTo(1);
    }

    @Test
    void theTimeoutIsNoLongerWatchedOnceTheCommandIsDone() {
        executor.executeAsync(DEPOSIT).join();

        await().untilAsserted(() -> assertThat(timer.deadlineTasks()).hasSize(1).allMatch(Future::isCancelled));
    }

    /** There is one worker, so a further attempt would be through before the command behind it. */
    private void assertNoFurtherAttempt() {
        int reads = store.reads().size();
        int appends = store.appends().size();
        timer.releaseAttempts();
        executor.executeAsync(OneAccount.deposit(StreamId.of("behind"), 1)).join();
        assertThat(store.reads()).hasSize(reads + 1);
        assertThat(store.appends()).hasSize(appends + 1);
    }

    private static void assertTimedOut(CompletableFuture<ExecutionResult> outcome, boolean mayHaveCommitted) {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(outcome::join)
                .havingCause()
                .isInstanceOfSatisfying(
                        DeadlineExceededException.class,
                        timeout -> assertThat(timeout.mayHaveCommitted()).isEqualTo(mayHaveCommitted));
    }
}

package io.eventcore;

import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command on its way: attempts until one is decided, or the retry policy or the time-out gives up. */
final class Execution<S, E> {

    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    /** Decides in one step who was first: the append that is handed to the store, or the caller who gives up. */
    private enum Phase {
        DECIDING,
        APPENDING,
        GIVEN_UP
    }

    /** How often a decision is made again at once because another command of this process was a moment faster. */
    private static final int ROUNDS = 16;

    private final EventStore store;
    private final Command<S, E> command;
    private final ExecutionOptions options;
    private final Supplier<EventId> eventIds;
    private final Retry retry;
    private final Executor workers;
    private final Turns turns;
    private final ScheduledExecutorService scheduler;

    private final UUID commandId;
    private final CommandReport report;
    private final EventMetadata metadata;
    private final long startNanos = System.nanoTime();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.DECIDING);
    private volatile @Nullable CompletableFuture<AppendResult> append;
    private volatile @Nullable Attempt<S, E> last;
    private volatile @Nullable CompletableFuture<Turns.Turn> turn;

    Execution(
            EventStore store,
            Command<S, E> command,
            ExecutionOptions options,
            Supplier<EventId> eventIds,
            Supplier<UUID> commandIds,
            Retry retry,
            Executor workers,
            Turns turns,
            ScheduledExecutorService scheduler,
            CommandTelemetry telemetry) {
        this.store = store;
        this.command = command;
        this.options = options;
        this.eventIds = eventIds;
        this.retry = retry;
        this.workers = workers;
        this.turns = turns;
        this.scheduler = scheduler;
        this.commandId = options.commandId().orElseGet(commandIds);
        this.report = telemetry.begin(command, commandId, options.metadata());
        this.metadata = report.stamp(options.metadata().causedByCommand(commandId.toString()));
    }

    /** Makes the first attempt on the calling thread; later ones run on the workers. */
    CompletableFuture<ExecutionResult> startHere() {
        return tryAgainUntilDone(decideHere(attempts.incrementAndGet()));
    }

    /** Starts the first attempt on the workers, as later ones. */
    CompletableFuture<ExecutionResult> start() {
        return tryAgainUntilDone(attempt(attempts.incrementAndGet()));
    }

    /** Most commands succeed at once: what makes further attempts is set up when the first one has failed. */
    private CompletableFuture<ExecutionResult> tryAgainUntilDone(CompletableFuture<ExecutionResult> first) {
        if (Futures.hasSucceeded(first)) {
            tell(first.join(), null);
            return first;
        }
        return first.exceptionallyCompose(failure -> retry(first))
                .whenComplete((result, failure) -> tell(result, failure == null ? null : Futures.unwrap(failure)));
    }

    /** For Resilience4j the attempt that has failed is the first. */
    private CompletableFuture<ExecutionResult> retry(CompletableFuture<ExecutionResult> failed) {
        AtomicBoolean isFirst = new AtomicBoolean(true);
        return Retry.decorateCompletionStage(
                        retry, scheduler, () -> isFirst.getAndSet(false) ? failed : attemptInTurn())
                .get()
                .toCompletableFuture()
                .exceptionallyCompose(
                        failure -> CompletableFuture.failedFuture(asToldToTheCaller(Futures.unwrap(failure))));
    }

    /** The caller learns the outcome now, or, without one, has given up waiting for it. Only the first call counts. */
    private void tell(@Nullable ExecutionResult result, @Nullable Throwable failure) {
        Attempt<S, E> attempt = last;
        report.end(attempts.get(), attempt == null ? 0 : attempt.versions().size(), result, failure);
    }

    /** The store knows neither the attempts before this one, nor the time that they took. */
    private Throwable asToldToTheCaller(Throwable failure) {
        if (failure instanceof VersionConflictException conflict) {
            return conflict.afterAttempts(attempts.get());
        }
        return failure instanceof DeadlineExceededException waited && phase.get() == Phase.APPENDING
                ? waited.ofWhole(options.timeout())
                : failure;
    }

    /**
     * Ends the time-out: nothing more is sent. Tell the caller first and then {@link #abandon()}, whose effect on the
     * append could be told before otherwise.
     *
     * @return what to tell the caller
     */
    DeadlineExceededException expire() {
        DeadlineExceededException timeout = phase.getAndSet(Phase.GIVEN_UP) == Phase.APPENDING
                ? DeadlineExceededException.underWay(options.timeout())
                : DeadlineExceededException.beforeStart(options.timeout());
        tell(null, timeout);
        return timeout;
    }

    /** Gives up: no further attempt starts, and an append that still waits for its turn is taken back. */
    void abandon() {
        phase.set(Phase.GIVEN_UP);
        tell(null, null);
        endTurn();
        CompletableFuture<AppendResult> pending = append;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    /** What is left of the time-out, at least 0. */
    long remainingNanos() {
        return Math.max(0, TimeUnit.NANOSECONDS.convert(options.timeout()) - (System.nanoTime() - startNanos));
    }

    private CompletionStage<ExecutionResult> attemptInTurn() {
        int number = attempts.incrementAndGet();
        Attempt<S, E> lost = last;
        if (lost == null) {
            return attempt(number);
        }
        CompletableFuture<Turns.Turn> mine = turns.take(lost.versions().keySet());
        turn = mine;
        if (phase.get() == Phase.GIVEN_UP) {
            mine.cancel(false);
        }
        return mine.thenCompose(taken -> attempt(number).whenComplete((result, failure) -> taken.end()));
    }

    /** Throws nothing: who has a turn must be able to end it. */
    private CompletableFuture<ExecutionResult> attempt(int number) {
        CompletableFuture<CompletionStage<ExecutionResult>> decided;
        try {
            decided = CompletableFuture.supplyAsync(() -> decideInTime(number), workers);
        } catch (RejectedExecutionException refused) {
            return CompletableFuture.failedFuture(refusedByWorkers(refused));
        } catch (Throwable failure) { // for want of a thread, for example
            return CompletableFuture.failedFuture(failure);
        }
        return decided.thenCompose(sent -> sent);
    }

    /** No other attempt is held up by this command any more, whatever became of its own. */
    private void endTurn() {
        CompletableFuture<Turns.Turn> mine = turn;
        if (mine != null && !mine.cancel(false) && Futures.hasSucceeded(mine)) {
            mine.join().end();
        }
    }

    /** Who had to wait for a worker, or for another attempt, may be too late. */
    private CompletableFuture<ExecutionResult> decideInTime(int number) {
        return isOver()
                ? CompletableFuture.failedFuture(DeadlineExceededException.beforeStart(options.timeout()))
                : decideHere(number);
    }

    private boolean isOver() {
        return phase.get() == Phase.GIVEN_UP || remainingNanos() == 0;
    }

    private CompletableFuture<ExecutionResult> decideHere(int number) {
        CompletableFuture<ExecutionResult> sent;
        try {
            sent = report.within(() -> decideAndSend(number));
        } catch (Throwable failure) { // handed on, whatever it is
            return CompletableFuture.failedFuture(failure);
        }
        return Futures.hasSucceeded(sent)
                ? sent
                : sent.whenComplete((result, failure) -> {
                    if (failure != null && Futures.unwrap(failure) instanceof VersionConflictException) {
                        phase.compareAndSet(Phase.APPENDING, Phase.DECIDING);
                    }
                });
    }

    private CompletableFuture<ExecutionResult> decideAndSend(int number) {
        Attempt<S, E> attempt = last;
        if (attempt == null || !attempt.canGoOn()) {
            attempt = new Attempt<>(store, command, options.discoveryLimit(), this::timeLeft, mayRemember(attempt));
            last = attempt;
        }
        CompletableFuture<ExecutionResult> sent = decideOnce(attempt, number);
        StreamId moved = attempt.refusedAtOnce(sent);
        for (int round = 1; moved != null && round < ROUNDS; round++) {
            phase.compareAndSet(Phase.APPENDING, Phase.DECIDING);
            attempt.trustMemoryAgain();
            sent = decideAlone(attempt, number, moved);
            moved = attempt.refusedAtOnce(sent);
        }
        return sent;
    }

    private CompletableFuture<ExecutionResult> decideOnce(Attempt<S, E> attempt, int number) {
        CompletableFuture<Void> settled = attempt.readAndDecide();
        return settled.isDone()
                ? confirmAndSend(attempt, number)
                : settled.thenComposeAsync(known -> report.within(() -> confirmInTime(attempt, number)), workers)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(ofTheWorkers(failure)));
    }

    private static Throwable ofTheWorkers(Throwable failure) {
        Throwable cause = Futures.unwrap(failure);
        return cause instanceof RejectedExecutionException refused ? refusedByWorkers(refused) : cause;
    }

    private static OverloadedException refusedByWorkers(RejectedExecutionException refused) {
        return new OverloadedException("The executor's workers refuse more commands: " + refused.getMessage(), refused);
    }

    /** What was under way is settled; that may have taken longer than anybody waits. */
    private CompletableFuture<ExecutionResult> confirmInTime(Attempt<S, E> attempt, int number) {
        return isOver()
                ? CompletableFuture.failedFuture(DeadlineExceededException.beforeStart(options.timeout()))
                : confirmAndSend(attempt, number);
    }

    private CompletableFuture<ExecutionResult> confirmAndSend(Attempt<S, E> attempt, int number) {
        try {
            attempt.confirm();
        } catch (DeadlineExceededException readInTheTimeLeft) {
            throw DeadlineExceededException.whileReading(options.timeout());
        } catch (Throwable failure) {
            return CompletableFuture.completedFuture(firstResultOrThrow(failure, number));
        }
        return send(attempt, number);
    }

    /** Those who were refused decide one after the other; else, on a hot stream, most would decide in vain. */
    private CompletableFuture<ExecutionResult> decideAlone(Attempt<S, E> attempt, int number, StreamId moved) {
        ReentrantLock deciding = turns.deciding(moved);
        try {
            if (!deciding.tryLock(remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw DeadlineExceededException.beforeStart(options.timeout());
            }
        } catch (InterruptedException e) {
            throw Futures.interrupted(e);
        }
        try {
            return decideOnce(attempt, number);
        } finally {
            deciding.unlock();
        }
    }

    /**
     * The first attempt may be made on what the store remembers. That can be behind the storage and cause a conflict, which
     * must not reach the caller of a command that is not to be tried again.
     */
    private boolean mayRemember(@Nullable Attempt<S, E> before) {
        return before == null && options.retryPolicy().maxAttempts() > 1;
    }

    /**
     * A command that was carried out before may well fail on the state that it has made itself. As long as it is not known
     * whether it was, neither a rejection nor another failure is its outcome.
     */
    private ExecutionResult firstResultOrThrow(Throwable failure, int number) {
        if (options.commandId().isEmpty()) {
            throw Futures.rethrow(failure);
        }
        Optional<AppendResult> first;
        try {
            first = store.resultOf(commandId);
        } catch (RuntimeException unknown) {
            if (unknown != failure) { // as a store may throw one and the same
                unknown.addSuppressed(failure);
            }
            throw unknown;
        }
        return toResult(first.orElseThrow(() -> Futures.rethrow(failure)), number);
    }

    private Duration timeLeft() {
        return Duration.ofNanos(Math.max(1, remainingNanos()));
    }

    private CompletableFuture<ExecutionResult> send(Attempt<S, E> attempt, int number) {
        if (attempt.writes().isEmpty() && options.commandId().isEmpty()) {
            return CompletableFuture.completedFuture(
                    new ExecutionResult(commandId, List.of(), Map.of(), attempt.lastPosition(), number, false));
        }
        long nanosLeft = remainingNanos();
        AppendRequest.Builder request = attempt.toRequest(eventIds, metadata);
        options.commandId().ifPresent(request::commandId);
        AppendRequest ready =
                request.timeout(Duration.ofNanos(Math.max(1, nanosLeft))).build();
        if (nanosLeft == 0 || !phase.compareAndSet(Phase.DECIDING, Phase.APPENDING)) {
            throw DeadlineExceededException.beforeStart(options.timeout());
        }
        CompletableFuture<AppendResult> sent = store.appendAsync(ready);
        append = sent;
        if (phase.get() == Phase.GIVEN_UP) {
            sent.cancel(false);
        }
        return Futures.hasSucceeded(sent)
                ? CompletableFuture.completedFuture(toResult(committed(attempt, sent.join()), number))
                : sent.thenApply(result -> toResult(committed(attempt, result), number));
    }

    /** The events are stored, and nothing that follows can change that. */
    private static AppendResult committed(Attempt<?, ?> attempt, AppendResult result) {
        try {
            return attempt.committed(result);
        } catch (Throwable failure) { // for want of a thread, for example
            LOG.warn("Snapshots after an append could not be offered; the append is stored.", failure);
            return result;
        }
    }

    private ExecutionResult toResult(AppendResult result, int number) {
        return new ExecutionResult(
                commandId, result.events(), result.versions(), result.position(), number, result.repeated());
    }
}

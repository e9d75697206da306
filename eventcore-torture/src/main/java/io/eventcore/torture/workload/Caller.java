package io.eventcore.torture.workload;

import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventCoreException;
import io.eventcore.EventMetadata;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamId;
import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Begin;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Outcome;
import io.eventcore.torture.history.Seen;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Executes commands, and writes into the history that it does and what it is told. Thread-safe. */
final class Caller {

    private final HistoryWriter history;

    Caller(HistoryWriter history) {
        this.history = history;
    }

    /** Executes a command on the calling thread. The position that was told; empty if it failed. */
    Optional<Long> execute(
            CommandExecutor executor, String store, Plan plan, Deciding<?> command, ExecutionOptions options) {
        begin(store, plan, options);
        try {
            ExecutionResult result = executor.execute(command, withMetadata(plan, options));
            told(plan, command, result);
            return Optional.of(result.position());
        } catch (Throwable failure) { // whatever comes is what the caller is told
            failed(plan, failure);
            return Optional.empty();
        }
    }

    /** Executes a command, and returns at once. */
    @SuppressWarnings("FutureReturnValueIgnored") // what it returns is told by the history
    CompletableFuture<ExecutionResult> executeAsync(
            CommandExecutor executor, String store, Plan plan, Deciding<?> command, ExecutionOptions options) {
        begin(store, plan, options);
        try {
            CompletableFuture<ExecutionResult> future = executor.executeAsync(command, withMetadata(plan, options));
            future.whenComplete((result, failure) -> {
                if (failure == null) {
                    told(plan, command, result);
                } else {
                    failed(plan, failure);
                }
            });
            return future;
        } catch (Throwable failure) { // whatever comes is what the caller is told
            failed(plan, failure);
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void begin(String store, Plan plan, ExecutionOptions options) {
        history.begin(new Begin(
                plan.call(),
                System.nanoTime(),
                plan.rule().name(),
                store,
                options.commandId().map(UUID::toString)));
    }

    private static ExecutionOptions withMetadata(Plan plan, ExecutionOptions options) {
        return options.withMetadata(EventMetadata.builder()
                .correlationId("correlation of " + plan.call())
                .userId("user of " + plan.call())
                .custom("call", plan.call())
                .build());
    }

    private void told(Plan plan, Deciding<?> command, ExecutionResult result) {
        Map<String, Long> versions = new TreeMap<>();
        for (Map.Entry<StreamId, Long> version : result.versions().entrySet()) {
            versions.put(version.getKey().value(), version.getValue());
        }
        boolean empty = result.events().isEmpty();
        history.answer(new Answer(
                plan.call(),
                System.nanoTime(),
                empty ? Outcome.NOTHING_TO_DO : Outcome.STORED,
                result.events().stream().map(Object::toString).toList(),
                versions,
                result.position(),
                result.repeated(),
                empty && !result.repeated() ? command.lastSeen() : Seen.NOTHING,
                ""));
    }

    private void failed(Plan plan, Throwable thrown) {
        Throwable failure = thrown;
        while ((failure instanceof CompletionException || failure instanceof ExecutionException)
                && failure.getCause() != null) {
            failure = failure.getCause();
        }
        Optional<Seen> rejected = failure instanceof CommandRejectedException rejection
                ? Optional.of(Seen.parse(rejection.reason()))
                : Optional.empty();
        String error = failure instanceof EventCoreException known
                ? known.code() + ": " + known.getMessage()
                : failure.toString();
        history.answer(
                Answer.failed(plan.call(), System.nanoTime(), outcome(failure), rejected.orElse(Seen.NOTHING), error));
    }

    /** What an error means, as its documentation says. */
    private static Outcome outcome(Throwable failure) {
        if (failure instanceof DeadlineExceededException deadline) {
            return deadline.mayHaveCommitted() ? Outcome.UNKNOWN : Outcome.NOT_STORED;
        }
        if (failure instanceof EventCoreException known) {
            return switch (known.code()) {
                case COMMAND_REJECTED -> Outcome.REJECTED;
                case UNKNOWN_OUTCOME, INTERRUPTED -> Outcome.UNKNOWN;
                default -> Outcome.NOT_STORED;
            };
        }
        return failure instanceof CancellationException ? Outcome.UNKNOWN : Outcome.UNEXPECTED;
    }
}

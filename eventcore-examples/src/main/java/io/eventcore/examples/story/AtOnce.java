package io.eventcore.examples.story;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.ExecutionResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What came of commands that were executed at once.
 *
 * @param done what those did that were carried out
 * @param refusals how many were refused, by reason
 */
public record AtOnce(List<ExecutionResult> done, Map<String, Integer> refusals) {

    /** Copies the collections. */
    public AtOnce {
        done = List.copyOf(done);
        refusals = Map.copyOf(refusals);
    }

    /**
     * Starts all commands without waiting for any, and then waits for all.
     *
     * @throws CompletionException if one fails other than by being refused
     */
    public static AtOnce execute(CommandExecutor executor, List<? extends Command<?, ?>> commands) {
        List<CompletableFuture<ExecutionResult>> started = new ArrayList<>();
        commands.forEach(command -> started.add(executor.executeAsync(command)));
        List<ExecutionResult> done = new ArrayList<>();
        Map<String, Integer> refusals = new TreeMap<>();
        for (CompletableFuture<ExecutionResult> outcome : started) {
            try {
                done.add(outcome.join());
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof CommandRejectedException rejected)) {
                    throw e;
                }
                refusals.merge(rejected.reason(), 1, Integer::sum);
            }
        }
        return new AtOnce(done, refusals);
    }

    /** How many were refused for this reason. */
    public int refused(String reason) {
        return refusals.getOrDefault(reason, 0);
    }

    /** How many attempts those took that were carried out. */
    public int attempts() {
        return done.stream().mapToInt(ExecutionResult::attempts).sum();
    }
}

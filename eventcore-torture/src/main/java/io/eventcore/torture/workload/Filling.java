package io.eventcore.torture.workload;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.ExecutionOptions;
import io.eventcore.torture.history.HistoryWriter;
import java.util.SplittableRandom;

/** Fills the long streams before the clients begin: what the stores of a client read of them is larger than its heap. */
public final class Filling {

    private static final int ROUNDS = 2;
    private static final int EVENTS = 30;
    private static final int SIZE = 40_000;

    private Filling() {}

    /** Calls the commands that fill them. Blocks for some seconds. */
    public static void fill(EventStore store, long seed, HistoryWriter history) {
        Caller caller = new Caller(history);
        CommandExecutor executor = CommandExecutor.create(store);
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            for (int stream = 0; stream < StreamNames.HEAVY; stream++) {
                Plan plan = Plans.heavy(random, "fill-" + round + "-" + stream, stream, EVENTS, SIZE);
                caller.execute(
                        executor,
                        "filling",
                        plan,
                        new FoldedCommand(plan, Folds.ALL.get(0)),
                        ExecutionOptions.defaults());
            }
        }
    }
}

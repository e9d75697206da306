package io.eventcore.torture.workload;

import io.eventcore.ExecutionOptions;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** When the faults have ended, each store must work again, by itself. */
final class Recovery {

    private static final Duration PATIENCE = Duration.ofSeconds(45);

    /** So that each of a store's lanes gets some. */
    private static final int CALLS = 4;

    private final ClientSettings settings;
    private final Stores stores;
    private final Caller caller;
    private final HistoryWriter history;

    Recovery(ClientSettings settings, Stores stores, Caller caller, HistoryWriter history) {
        this.settings = settings;
        this.stores = stores;
        this.caller = caller;
        this.history = history;
    }

    /** The last position that a store has told, 0 if none works. A store works if it has carried out some calls. */
    long check() {
        long last = 0;
        for (StoreHandle store : stores.all()) {
            Optional<Long> position = position(store);
            if (position.isEmpty()) {
                history.note(new Note(
                        System.nanoTime(),
                        Note.WRONG,
                        "store " + store.name(),
                        "it does not work " + PATIENCE.toSeconds() + " seconds after the faults have ended"));
            }
            last = Math.max(last, position.orElse(0L));
        }
        return last;
    }

    private Optional<Long> position(StoreHandle store) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        int succeeded = 0;
        for (int attempt = 1; System.nanoTime() < until; attempt++) {
            String call = settings.process() + "-recovery-" + store.name().replace('/', '.') + "-" + attempt;
            Plan plan = Plans.recovery(call);
            Optional<Long> position = caller.execute(
                    store.executor(),
                    store.name(),
                    plan,
                    new FoldedCommand(plan, Folds.ALL.get(0)),
                    ExecutionOptions.defaults().withTimeout(Duration.ofSeconds(10)));
            if (position.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            } else if (++succeeded == CALLS) {
                return position;
            }
        }
        return Optional.empty();
    }
}

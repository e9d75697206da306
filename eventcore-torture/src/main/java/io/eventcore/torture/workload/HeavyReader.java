package io.eventcore.torture.workload;

import io.eventcore.CommandExecutor;
import io.eventcore.ExecutionOptions;
import io.eventcore.torture.adapter.Adapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls commands on long streams of large events, one stream after the other, in a process with a small heap. Its stores are
 * its own and live as long as the process: together they read more than the heap could hold.
 */
final class HeavyReader {

    private static final int STORES = 6;

    /** One whose cache may take more than a stream, and much less than the heap. */
    private static final int VARIANT = 1;

    private final ClientSettings settings;
    private final Running running;
    private final Caller caller;
    private final AtomicLong calls;
    private final SplittableRandom random;

    HeavyReader(ClientSettings settings, Running running, Caller caller, AtomicLong calls) {
        this.settings = settings;
        this.running = running;
        this.caller = caller;
        this.calls = calls;
        this.random = new SplittableRandom(settings.seed() - settings.process().hashCode());
    }

    void run() {
        if (!settings.load().contents().contains("heavy")) {
            return;
        }
        Adapter adapter = settings.newAdapter();
        List<StoreHandle> stores = new ArrayList<>();
        for (int i = 0; i < STORES; i++) {
            stores.add(Patience.open(() -> open(adapter)));
        }
        int visits = random.nextInt(StreamNames.HEAVY) * STORES;
        while (running.goesOn()) {
            visit(stores.get(visits % STORES), visits / STORES);
            visits++;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(10, 100)));
        }
        stores.forEach(handle -> handle.store().close());
    }

    private StoreHandle open(Adapter adapter) {
        var store = adapter.open(settings.url(), VARIANT, Stores.TYPES);
        return new StoreHandle(settings.process() + "/heavy", store, CommandExecutor.create(store));
    }

    private void visit(StoreHandle store, int stream) {
        String call = settings.process() + "-" + calls.incrementAndGet();
        Plan plan = Plans.heavy(random, call, stream, 1, 2_000);
        caller.execute(
                store.executor(),
                store.name(),
                plan,
                new FoldedCommand(plan, Folds.ALL.get(0)),
                ExecutionOptions.defaults().withTimeout(Duration.ofSeconds(20)));
    }
}

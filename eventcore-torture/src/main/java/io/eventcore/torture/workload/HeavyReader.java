package io.eventcore.torture.workload;

import io.eventcore.ExecutionOptions;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Calls commands on long streams of large events, one stream after the other, in a process with a small heap. */
final class HeavyReader {

    private final ClientSettings settings;
    private final Running running;
    private final Stores stores;
    private final Caller caller;
    private final AtomicLong calls;
    private final SplittableRandom random;

    HeavyReader(ClientSettings settings, Running running, Stores stores, Caller caller, AtomicLong calls) {
        this.settings = settings;
        this.running = running;
        this.stores = stores;
        this.caller = caller;
        this.calls = calls;
        this.random = new SplittableRandom(settings.seed() - settings.process().hashCode());
    }

    void run() {
        if (!settings.load().contents().contains("heavy")) {
            return;
        }
        int stream = random.nextInt(StreamNames.HEAVY);
        while (running.goesOn()) {
            String call = settings.process() + "-" + calls.incrementAndGet();
            Plan plan = Plans.heavy(random, call, stream++, 1, 2_000);
            StoreHandle store = stores.get(random.nextInt(stores.count()));
            caller.execute(
                    store.executor(),
                    store.name(),
                    plan,
                    new FoldedCommand(plan, Folds.ALL.get(0)),
                    ExecutionOptions.defaults().withTimeout(Duration.ofSeconds(20)));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20, 200)));
        }
    }
}

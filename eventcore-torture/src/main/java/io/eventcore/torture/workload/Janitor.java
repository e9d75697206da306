package io.eventcore.torture.workload;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Now and then puts a new store in the place of one, and closes the old one while its calls are under way; most of the closing threads are interrupted. */
final class Janitor {

    private final Running running;
    private final Stores stores;
    private final SplittableRandom random;

    Janitor(ClientSettings settings, Running running, Stores stores) {
        this.running = running;
        this.stores = stores;
        this.random = new SplittableRandom(settings.seed() + settings.process().hashCode());
    }

    void run() {
        int generation = 0;
        while (running.goesOn()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_000, 3_000)));
            try {
                StoreHandle old = stores.replace(random.nextInt(stores.count()), ++generation);
                close(old);
            } catch (RuntimeException e) {
                // no new store while the server is away: the old one stays
            }
        }
    }

    private void close(StoreHandle old) {
        Thread closing = new Thread(() -> old.store().close(), "closing");
        closing.setDaemon(true);
        closing.start();
        if (random.nextInt(4) > 0) {
            int longest = random.nextBoolean() ? 20 : 200;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1, longest)));
            closing.interrupt();
        }
    }
}

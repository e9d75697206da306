package io.eventcore.torture.workload;

import io.eventcore.EventStore;
import io.eventcore.torture.adapter.Adapter;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.readmodels.ReadModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What one process does: its drivers call commands, its janitor closes and opens stores. */
public final class Client {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int STORES = 4;
    private static final int ASYNC_DRIVERS = 2;
    private static final int BLOCKING_DRIVERS = 4;

    private final ClientSettings settings;
    private final Running running;
    private final HistoryWriter history;

    /** A client that has not begun. */
    public Client(ClientSettings settings, Running running, HistoryWriter history) {
        this.settings = settings;
        this.running = running;
        this.history = history;
    }

    /** Runs until it is told to stop. Blocks. */
    public void run() {
        AtomicLong calls = new AtomicLong();
        Adapter adapter = settings.newAdapter();
        try (Stores stores = new Stores(adapter, settings, STORES);
                EventStore read = Patience.open(() -> adapter.open(settings.url(), 0, Stores.TYPES));
                ReadModels models = new ReadModels(read, adapter.hasJdbcProjections(), settings.process(), history)) {
            models.start();
            Caller caller = new Caller(history);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < ASYNC_DRIVERS + BLOCKING_DRIVERS; i++) {
                Driver driver = new Driver(settings, running, stores, caller, calls, i);
                boolean blocking = i >= ASYNC_DRIVERS;
                threads.add(start("driver-" + i, () -> {
                    if (blocking) {
                        driver.callBlocking();
                    } else {
                        driver.callAsynchronously();
                    }
                }));
            }
            threads.add(start("janitor", new Janitor(settings, running, stores)::run));
            threads.add(start("reader", new HeavyReader(settings, running, caller, calls)::run));
            threads.forEach(Client::join);
            long position = new Recovery(settings, stores, caller, history).check();
            models.await(position, PATIENCE);
        }
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts the main thread.", e);
        }
    }
}

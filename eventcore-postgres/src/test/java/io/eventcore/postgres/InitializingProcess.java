package io.eventcore.postgres;

import io.eventcore.EventTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that opens as many stores as it is told, says "ready", and on a line of input initializes all of them at
 * once; it says "done" when all have succeeded.
 */
final class InitializingProcess {

    private InitializingProcess() {}

    /** Takes the URL and how many stores. */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[1]);
        PostgresConfig config = PostgresConfig.builder(arguments[0])
                .minConnections(1)
                .connectTimeout(Duration.ofMinutes(2)) // the machine may be busy
                .build();
        List<PostgresEventStore> stores = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            stores.add(PostgresEventStore.create(config, EventTypes.of(Deposited.class)));
        }
        System.out.println("ready");
        if (System.in.read() >= 0) {
            initializeAtOnce(stores);
            System.out.println("done");
        }
        stores.forEach(PostgresEventStore::close);
    }

    private static void initializeAtOnce(List<PostgresEventStore> stores) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(stores.size());
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (PostgresEventStore store : stores) {
                ends.add(threads.submit(() -> {
                    start.await();
                    store.initialize();
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}

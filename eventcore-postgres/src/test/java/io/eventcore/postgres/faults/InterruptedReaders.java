package io.eventcore.postgres.faults;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ExpectedVersion;
import io.eventcore.ReadRequest;
import io.eventcore.StreamId;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process in which many readers are interrupted while others read on: on virtual threads where Java has them. It says
 * what became of them, and of the connections.
 */
final class InterruptedReaders {

    static final int INTERRUPTED = 150;
    private static final int OTHERS = 4;
    private static final int CONNECTIONS = 10;
    private static final StreamId STREAM = StreamId.of("account-1");

    private final AtomicInteger toldSo = new AtomicInteger();
    private final AtomicInteger toldOtherwise = new AtomicInteger();
    private final CountDownLatch othersHaveRead = new CountDownLatch(10 * OTHERS);
    private final AtomicInteger othersFailed = new AtomicInteger();
    private final AtomicBoolean end = new AtomicBoolean();

    private InterruptedReaders() {}

    /** Takes the URL of a database whose tables exist. */
    public static void main(String[] arguments) throws Exception {
        PostgresConfig config = PostgresConfig.builder(arguments[0])
                .maxConnections(CONNECTIONS)
                .minConnections(CONNECTIONS)
                .streamCacheBytes(0)
                .recoveryInterval(Duration.ofMinutes(10))
                .build();
        try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Moved.class))) {
            store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), new Moved(1, 1)));
            new InterruptedReaders().run(store);
        }
    }

    private void run(PostgresEventStore store) throws Exception {
        ExecutorService threads = newThreads();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(threads.submit(() -> readOn(store)));
        }
        long closedBefore = store.poolMetrics().connectionsClosed();
        for (int i = 0; i < INTERRUPTED; i += CONNECTIONS * 3) {
            List<Future<?>> readers = new ArrayList<>();
            CountDownLatch started = new CountDownLatch(CONNECTIONS * 3);
            CountDownLatch ended = new CountDownLatch(CONNECTIONS * 3);
            for (int nr = 0; nr < CONNECTIONS * 3; nr++) {
                readers.add(threads.submit(() -> readUntilInterrupted(store, started, ended)));
            }
            started.await();
            readers.forEach(reader -> reader.cancel(true));
            ended.await();
        }
        othersHaveRead.await();
        end.set(true);
        for (Future<?> other : others) {
            other.get();
        }
        // The breaker, if it were open, would refuse for ten minutes.
        store.append(AppendRequest.to(STREAM, ExpectedVersion.any(), new Moved(1, 1)));
        System.out.println("virtual " + !threads.toString().contains("ThreadPoolExecutor")
                + ", interrupted " + toldSo + ", otherwise " + toldOtherwise
                + ", closed " + (store.poolMetrics().connectionsClosed() - closedBefore)
                + ", others failed " + othersFailed);
        threads.shutdown();
    }

    private void readUntilInterrupted(PostgresEventStore store, CountDownLatch started, CountDownLatch ended) {
        try {
            store.read(ReadRequest.of(STREAM), event -> {});
            started.countDown();
            while (true) {
                store.read(ReadRequest.of(STREAM), event -> {});
            }
        } catch (ExecutionInterruptedException expected) {
            (Thread.currentThread().isInterrupted() ? toldSo : toldOtherwise).incrementAndGet();
        } catch (RuntimeException failure) {
            System.err.println(failure);
            toldOtherwise.incrementAndGet();
        } finally {
            ended.countDown();
        }
    }

    private void readOn(PostgresEventStore store) {
        while (!end.get()) {
            try {
                store.read(ReadRequest.of(STREAM), event -> {});
                othersHaveRead.countDown();
            } catch (RuntimeException failure) {
                System.err.println(failure);
                othersFailed.incrementAndGet();
            }
        }
    }

    /** Java 17, for which this is compiled, has no virtual threads. */
    private static ExecutorService newThreads() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable none) {
            return Executors.newCachedThreadPool();
        }
    }
}

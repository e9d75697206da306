package io.eventcore.postgres.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.eventcore.EventCoreException;
import io.eventcore.EventStore;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Threads that read streams until they are stopped, and keep what went wrong. */
final class Readers implements AutoCloseable {

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger reads = new AtomicInteger();
    private final Queue<EventCoreException> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    /** Starts them. */
    Readers(EventStore store, int readers, int accounts) {
        this.threads = IntStream.range(0, readers)
                .mapToObj(nr -> new Thread(() -> read(store, new Random(nr), accounts), "reader-" + nr))
                .toList();
        threads.forEach(Thread::start);
    }

    private void read(EventStore store, Random random, int accounts) {
        while (!stop.get()) {
            try {
                store.read(StreamId.of("account-" + random.nextInt(accounts)));
                reads.incrementAndGet();
            } catch (EventCoreException e) {
                failures.add(e);
            }
            LockSupport.parkNanos(MILLISECONDS.toNanos(1));
        }
    }

    /** How many reads have succeeded. */
    int succeeded() {
        return reads.get();
    }

    /** Why others have not. */
    List<EventCoreException> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stop.set(true);
        Writers.join(threads);
    }
}

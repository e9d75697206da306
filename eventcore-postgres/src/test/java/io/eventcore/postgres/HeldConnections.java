package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Callers of a store who keep a connection each, until they are released. */
final class HeldConnections implements AutoCloseable {

    private final CountDownLatch held;
    private final CountDownLatch release = new CountDownLatch(1);
    private final List<Thread> callers = new ArrayList<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();

    /** Returns when so many connections are in use. The store needs its tables. */
    HeldConnections(PostgresEventStore store, int count) {
        held = new CountDownLatch(count);
        store.initialize();
        for (int i = 0; i < count; i++) {
            String projection = "holder-" + i;
            Thread caller = new Thread(() -> hold(store, projection));
            callers.add(caller);
            caller.start();
        }
        await().untilAsserted(() -> {
            assertThat(failures).isEmpty();
            // A holder uses a connection before, too, and gives that back.
            assertThat(held.getCount()).isZero();
        });
    }

    private void hold(PostgresEventStore store, String projection) {
        try {
            Lease lease = Leased.open(store.projections(), projection);
            store.projections().advance(lease, 0, 1, transaction -> {
                held.countDown();
                release.await();
            });
        } catch (Exception e) {
            failures.add(e);
        }
    }

    void release() {
        release.countDown();
    }

    @Override
    public void close() {
        release();
        await().until(() -> callers.stream().noneMatch(Thread::isAlive));
    }
}

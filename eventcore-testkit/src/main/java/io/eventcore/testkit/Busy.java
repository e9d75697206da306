package io.eventcore.testkit;

import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionStore.Work;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts how much work is done at once. */
final class Busy {

    private final AtomicInteger now = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    /** Takes long enough for another thread to come in between. */
    Work work() {
        return transaction -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            LockSupport.parkNanos(1_000_000);
            now.decrementAndGet();
        };
    }

    Callable<Long> opening(ProjectionStore projections, Lease lease) {
        return () -> projections.open(lease, work(), ProjectionStore.NOTHING);
    }

    int most() {
        return most.get();
    }
}

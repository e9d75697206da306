package io.eventcore.postgres.faults;

import io.eventcore.AppendRequest;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.postgres.Deposited;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Threads that append one event after the other, each on an account of its own, as fast as they can. */
final class Depositors implements AutoCloseable {

    private final EventStore store;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong stored = new AtomicLong();
    private final List<Thread> threads;

    Depositors(EventStore store, int count) {
        this.store = store;
        this.threads = IntStream.range(0, count)
                .mapToObj(nr -> new Thread(() -> deposit(StreamId.of("new-" + nr)), "depositor-" + nr))
                .toList();
        threads.forEach(Thread::start);
    }

    private void deposit(StreamId account) {
        while (!stop.get()) {
            store.append(AppendRequest.to(account, ExpectedVersion.any(), new Deposited(1)));
            stored.incrementAndGet();
        }
    }

    long stored() {
        return stored.get();
    }

    @Override
    public void close() {
        stop.set(true);
        Writers.join(threads);
    }
}

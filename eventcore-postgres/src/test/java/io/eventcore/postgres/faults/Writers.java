package io.eventcore.postgres.faults;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.eventcore.CommandExecutor;
import io.eventcore.StreamId;
import io.eventcore.postgres.faults.Booking.Deposit;
import io.eventcore.postgres.faults.Booking.Transfer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Threads that book until they are stopped, each one booking at a time: deposits to one account, transfers over two. */
final class Writers implements AutoCloseable {

    private final Ledger ledger;
    private final AtomicBoolean stop = new AtomicBoolean();
    private final List<Thread> threads;

    /** Starts them. */
    Writers(CommandExecutor executor, Ledger ledger, int writers, int accounts) {
        this.ledger = ledger;
        this.threads = IntStream.range(0, writers)
                .mapToObj(nr -> new Thread(() -> book(executor, new Random(nr), accounts), "writer-" + nr))
                .toList();
        threads.forEach(Thread::start);
    }

    /** What its callers were told so far. */
    Ledger ledger() {
        return ledger;
    }

    private void book(CommandExecutor executor, Random random, int accounts) {
        while (!stop.get()) {
            int account = random.nextInt(accounts);
            StreamId one = account(account);
            StreamId other = account((account + 1 + random.nextInt(accounts - 1)) % accounts);
            int cents = 1 + random.nextInt(100);
            boolean stored = ledger.execute(
                    executor,
                    random.nextInt(3) == 0
                            ? id -> new Deposit(id, one, cents)
                            : id -> new Transfer(id, one, other, cents));
            if (!stored) {
                LockSupport.parkNanos(MILLISECONDS.toNanos(5)); // a store that refuses at once must not be flooded
            }
        }
    }

    private static StreamId account(int nr) {
        return StreamId.of("account-" + nr);
    }

    /** Lets each writer end the booking that it has begun, and waits for that. */
    @Override
    public void close() {
        stop.set(true);
        join(threads);
    }

    /** Waits until all have ended. */
    static void join(List<Thread> threads) {
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while threads end.", e);
            }
        }
    }
}

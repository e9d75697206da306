package io.eventcore.postgres.internal.pool;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs a probe that may get stuck, on a thread of its own, and lets callers stop waiting for it.
 *
 * <p>There is one probe at a time: who asks while one is under way waits for the same. So callers who come every second
 * do not pile up threads before a database that does not answer.
 *
 * @param <T> what the probe finds
 */
public final class SharedProbe<T> implements AutoCloseable {

    private final Probe<T> probe;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FutureTask<T> current;
    private boolean closed;

    /** Runs this probe. */
    public SharedProbe(Probe<T> probe) {
        this.probe = probe;
    }

    /**
     * Waits for the probe under way, or for a new one if there is none.
     *
     * @param timeout how long to wait; a new probe is told it too
     * @throws TimeoutException if the probe has not ended by then; it goes on
     * @throws ExecutionException if the probe failed
     * @throws CancellationException if this was closed
     */
    public T await(Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        return join(timeout).get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private FutureTask<T> join(Duration timeout) {
        lock.lock();
        try {
            FutureTask<T> task = current;
            if (closed) {
                throw new CancellationException("The probe was closed.");
            }
            if (task == null || task.isDone()) {
                task = new FutureTask<>(() -> probe.run(timeout));
                current = task;
                Thread thread = new Thread(task, "eventcore-health");
                thread.setDaemon(true);
                thread.start();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Interrupts the probe under way, and lets no other begin. Does not block. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (current != null) {
                current.cancel(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * What is run.
     *
     * @param <T> what it finds
     */
    @FunctionalInterface
    public interface Probe<T> {

        /**
         * Looks.
         *
         * @param limit how long whoever began it waits; it should not take much longer
         */
        T run(Duration limit) throws Exception;
    }
}

package io.eventcore.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Runs tasks at once, each on a thread of its own, started by a barrier. */
final class Together implements AutoCloseable {

    private final int size;
    private final Duration patience;
    private final ExecutorService threads;

    Together(int size, Duration patience) {
        this.size = size;
        this.patience = patience;
        this.threads = Executors.newFixedThreadPool(size);
    }

    /** Runs the same task on every thread. */
    <T> List<Outcome<T>> all(Callable<T> task) throws InterruptedException {
        return each(Collections.nCopies(size, task));
    }

    /** Runs one task on each thread; outcomes come in the order of the tasks. */
    <T> List<Outcome<T>> each(List<Callable<T>> tasks) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        List<Future<T>> futures = new ArrayList<>();
        for (Callable<T> task : tasks) {
            futures.add(threads.submit(() -> {
                start.await();
                return task.call();
            }));
        }
        List<Outcome<T>> outcomes = new ArrayList<>();
        for (Future<T> future : futures) {
            outcomes.add(outcomeOf(future));
        }
        return outcomes;
    }

    private <T> Outcome<T> outcomeOf(Future<T> future) throws InterruptedException {
        try {
            return new Outcome<>(future.get(patience.toNanos(), TimeUnit.NANOSECONDS), null);
        } catch (ExecutionException e) {
            return new Outcome<>(null, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("A task did not end within " + patience + ".", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /**
     * What became of a task.
     *
     * @param value what it returned, if it did
     * @param failed what it threw, if it did
     */
    record Outcome<T>(@Nullable T value, @Nullable Throwable failed) {

        boolean succeeded() {
            return failed == null;
        }

        T orThrow() {
            if (value == null) {
                throw new AssertionError("The task failed.", failed);
            }
            return value;
        }

        Optional<Throwable> failure() {
            return Optional.ofNullable(failed);
        }
    }
}

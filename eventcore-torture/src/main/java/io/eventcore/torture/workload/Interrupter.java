package io.eventcore.torture.workload;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Interrupts the thread that calls it, while it does something, and only then. */
final class Interrupter {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "interrupter");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock lock = new ReentrantLock();

    void during(Optional<Duration> delay, Runnable task) {
        if (delay.isEmpty()) {
            task.run();
            return;
        }
        Thread self = Thread.currentThread();
        boolean[] over = {false};
        ScheduledFuture<?> interrupt = timer.schedule(
                () -> {
                    lock.lock();
                    try {
                        if (!over[0]) {
                            self.interrupt();
                        }
                    } finally {
                        lock.unlock();
                    }
                },
                delay.get().toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            task.run();
        } finally {
            lock.lock();
            try {
                over[0] = true;
                Thread.interrupted();
            } finally {
                lock.unlock();
            }
            interrupt.cancel(false);
        }
    }
}

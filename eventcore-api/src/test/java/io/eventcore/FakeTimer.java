package io.eventcore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A scheduler for tests: it records the delay before each further attempt and starts the attempt at once, or keeps it.
 * What is scheduled for more than ten seconds is the time-out of a command: it runs only when a test says so.
 */
final class FakeTimer extends ScheduledThreadPoolExecutor {

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private final List<Duration> delays = new ArrayList<>();
    private final List<Runnable> keptAttempts = new ArrayList<>();
    private final List<Runnable> deadlines = new ArrayList<>();
    private final List<ScheduledFuture<?>> deadlineTasks = new ArrayList<>();
    private boolean keeping;

    FakeTimer() {
        super(1, task -> {
            Thread thread = new Thread(task, "fake-timer");
            thread.setDaemon(true);
            return thread;
        });
        setRemoveOnCancelPolicy(true);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Duration wait = Duration.of(delay, unit.toChronoUnit());
        synchronized (this) {
            if (wait.compareTo(LONGEST_DELAY) > 0) {
                ScheduledFuture<?> deadline = super.schedule(task, 1, TimeUnit.DAYS);
                deadlines.add(task);
                deadlineTasks.add(deadline);
                return deadline;
            }
            delays.add(wait);
            if (keeping) {
                keptAttempts.add(task);
                return super.schedule(() -> {}, 0, TimeUnit.SECONDS);
            }
        }
        return super.schedule(task, 0, TimeUnit.SECONDS);
    }

    /** From now on further attempts wait until they are released. */
    synchronized void keepAttempts() {
        keeping = true;
    }

    synchronized int keptAttempts() {
        return keptAttempts.size();
    }

    /** Runs the attempts that were kept, on the calling thread. */
    void releaseAttempts() {
        List<Runnable> released;
        synchronized (this) {
            released = List.copyOf(keptAttempts);
            keptAttempts.clear();
            keeping = false;
        }
        released.forEach(Runnable::run);
    }

    /** Ends every time-out that was scheduled so far, on the calling thread. */
    void endTimeouts() {
        List<Runnable> ended;
        synchronized (this) {
            ended = List.copyOf(deadlines);
        }
        ended.forEach(Runnable::run);
    }

    /** The delays before further attempts. */
    synchronized List<Duration> delays() {
        return List.copyOf(delays);
    }

    /** The tasks that watch time-outs, cancelled ones included. */
    synchronized List<ScheduledFuture<?>> deadlineTasks() {
        return List.copyOf(deadlineTasks);
    }
}

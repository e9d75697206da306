package io.eventcore.postgres;

import io.eventcore.ConfigurationException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * Looks at the pool again and again, on a daemon thread, and warns in the log when connections get short.
 *
 * <p>It warns when more than 80 percent of the connections are in use, and when callers got none in time: at once, then
 * at most every minute while it lasts, and says once when it has been well for a minute. Every look is logged at debug.
 * Runs until it is closed, or its store is. Thread-safe.
 */
public final class PoolMonitor implements AutoCloseable {

    private final Logger log;
    private final Supplier<PoolMetrics> source;
    private final PoolWarnings warnings;
    private final Consumer<PoolMonitor> whenClosed;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "eventcore-pool-monitor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile PoolMetrics latest;

    private PoolMonitor(Logger log, Supplier<PoolMetrics> source, Consumer<PoolMonitor> whenClosed) {
        this.log = log;
        this.source = source;
        this.latest = source.get();
        this.warnings = new PoolWarnings(log, latest);
        this.whenClosed = whenClosed;
    }

    /**
     * Looks once at once, and then with this pause between two looks.
     *
     * @throws ConfigurationException if the interval is not positive
     */
    static PoolMonitor start(
            Logger log, Supplier<PoolMetrics> source, Duration interval, Consumer<PoolMonitor> whenClosed) {
        if (interval.isZero() || interval.isNegative()) {
            throw new ConfigurationException("startPoolMonitoring: the interval is positive, not " + interval + ".");
        }
        PoolMonitor monitor = new PoolMonitor(log, source, whenClosed);
        ScheduledFuture<?> unused = monitor.ticks.scheduleWithFixedDelay(
                monitor::tick, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        return monitor;
    }

    private void tick() {
        try {
            PoolMetrics now = source.get();
            latest = now;
            warnings.look(now);
        } catch (RuntimeException e) {
            // An exception that left here would end the ticks, and nobody would notice.
            log.warn("The pool could not be looked at; the next look follows as planned.", e);
        }
    }

    /** {@return what the last look found} */
    public PoolMetrics latest() {
        return latest;
    }

    /** Whether no look is under way and none will come. */
    boolean isOver() {
        return ticks.isTerminated();
    }

    /** Ends the looks. Closing again does nothing. Does not block. */
    @Override
    public void close() {
        ticks.shutdownNow();
        whenClosed.accept(this);
    }
}

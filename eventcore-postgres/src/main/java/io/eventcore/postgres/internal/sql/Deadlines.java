package io.eventcore.postgres.internal.sql;

import io.eventcore.DeadlineExceededException;
import io.eventcore.ReadRequest;
import io.eventcore.StoreClosedException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels statements for which nobody has time any more, on a thread of its own: a cancellation is a connection to the
 * server. Thread-safe.
 */
public final class Deadlines implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);

    private final ScheduledThreadPoolExecutor thread;

    /** @param name of the thread */
    public Deadlines(String name) {
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** When a read must have ended. */
    public static final class Deadline {
        /** A century; more would overflow. */
        private static final long LONG_ENOUGH_NANOS = TimeUnit.DAYS.toNanos(36_500);

        private final Duration timeout;
        private final long endNanos;

        private Deadline(Duration timeout) {
            this.timeout = timeout;
            this.endNanos = System.nanoTime() + Math.min(LONG_ENOUGH_NANOS, TimeUnit.NANOSECONDS.convert(timeout));
        }

        /** The deadline of a read that starts now. */
        public static Deadline of(ReadRequest request) {
            return new Deadline(request.timeout());
        }

        /** The deadline of what starts now and may take this long. */
        public static Deadline in(Duration timeout) {
            return new Deadline(timeout);
        }

        private boolean isNever() {
            return timeout.equals(ReadRequest.NO_TIMEOUT);
        }

        private long leftNanos() {
            return endNanos - System.nanoTime();
        }
    }

    /** Runs a statement. */
    @FunctionalInterface
    public interface Execution<T> {
        /** Executes it and takes what it returns. */
        T run() throws SQLException;
    }

    /**
     * Executes a statement, and cancels it when the time is over.
     *
     * @throws DeadlineExceededException if that happened, or the time was over before
     */
    public <T> T execute(Statement statement, Deadline deadline, Execution<T> execution) throws SQLException {
        if (deadline.isNever()) {
            return execution.run();
        }
        long left = deadline.leftNanos();
        if (left <= 0) {
            throw DeadlineExceededException.whileReading(deadline.timeout);
        }
        Cancellation cancellation = new Cancellation(statement);
        ScheduledFuture<?> alarm = alarm(cancellation, left);
        try {
            return execution.run();
        } catch (SQLException e) {
            if (cancellation.end()) {
                DeadlineExceededException timeout = DeadlineExceededException.whileReading(deadline.timeout);
                timeout.addSuppressed(e);
                throw timeout;
            }
            throw e;
        } finally {
            alarm.cancel(false);
            cancellation.end();
        }
    }

    private ScheduledFuture<?> alarm(Cancellation cancellation, long nanos) {
        try {
            return thread.schedule(cancellation::cancel, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            throw new StoreClosedException("The store was closed; it takes no more work.", e);
        }
    }

    /** Cancels on the thread of the deadlines. */
    @SuppressWarnings("FutureReturnValueIgnored") // the statement tells the outcome
    public void cancelSoon(Cancellation cancellation) {
        try {
            thread.execute(cancellation::cancel);
        } catch (RejectedExecutionException e) {
            log.debug("The store is closed; a statement is not cancelled.", e);
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }

    /** The end of a statement that takes too long. Once it has ended in another way, nothing is cancelled any more. */
    public static final class Cancellation {
        private final Statement statement;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean cancelled;
        private boolean ended;

        /** For a statement that is about to be executed. */
        public Cancellation(Statement statement) {
            this.statement = statement;
        }

        void cancel() {
            lock.lock();
            try {
                if (!ended && !cancelled) {
                    cancelled = true;
                    statement.cancel();
                }
            } catch (SQLException | RuntimeException e) {
                log.debug("A statement could not be cancelled; the server's own time-out will end it.", e);
            } finally {
                lock.unlock();
            }
        }

        /**
         * The statement is over. Waits for a cancellation that is under way, which could hit the next statement otherwise.
         *
         * @return whether it was cancelled
         */
        public boolean end() {
            lock.lock();
            try {
                ended = true;
                return cancelled;
            } finally {
                lock.unlock();
            }
        }
    }
}

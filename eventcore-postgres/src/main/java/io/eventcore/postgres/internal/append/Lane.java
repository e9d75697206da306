package io.eventcore.postgres.internal.append;

import io.eventcore.AppendResult;
import io.eventcore.EventCoreException;
import io.eventcore.StorageException;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.postgres.internal.sql.Deadlines;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One lane: takes batches, carries them through, and gives the answers. It never ends before the queue is closed and empty.
 * Its thread survives whatever is thrown, and is replaced if it ends all the same, or while the code of a caller that it
 * runs blocks it: such code runs only between batches, so that another thread can take over.
 */
final class Lane {

    /** For how many looks the thread must have been in the same code of a caller before it is replaced. */
    private static final int LOOKS = 4;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final String name;
    private final Desk desk;
    private final LaneConnection connection;
    private final LaneTelemetry report;
    private final BatchSender sender;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ReentrantLock replacing = new ReentrantLock();
    private volatile @Nullable Worker worker;
    private volatile LaneStatus.@Nullable Failure lastFailure;

    /** What the present thread carries through. */
    private volatile List<PendingAppend> batch = List.of();

    private boolean committed;

    /**
     * What lanes share.
     *
     * @param queue where batches come from
     * @param answers where answers go to
     * @param onCommit called after each batch of which something was stored
     */
    record Desk(AppendQueue queue, Answers answers, AppendRetries retries, Runnable onCommit) {}

    Lane(String name, Desk desk, LaneConnection connection, LaneTelemetry report) {
        this.name = name;
        this.desk = desk;
        this.connection = connection;
        this.report = report;
        this.sender = new BatchSender(connection, desk.retries(), new Outcomes());
    }

    /** Starts its thread. */
    void start() {
        replace(null);
    }

    /** Starts a thread in place of another one, unless that was done already. */
    private void replace(@Nullable Worker former) {
        replacing.lock();
        try {
            if (worker == former) {
                Worker next = new Worker();
                next.thread.start();
                worker = next;
            }
        } finally {
            replacing.unlock();
        }
    }

    /** Whether a thread serves it. */
    boolean isAlive() {
        Worker now = worker;
        return now != null && now.thread.isAlive();
    }

    Optional<LaneStatus.Failure> lastFailure() {
        return Optional.ofNullable(lastFailure);
    }

    /** Waits until the queue is closed and nothing is left to do. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /**
     * Sees to it that the lane goes on. Called by one thread, now and then.
     *
     * @param mustEnd whether a call that is under way is cancelled
     * @return whether it should be looked after again soon, though nothing waits
     */
    boolean lookAfter(Deadlines deadlines, boolean mustEnd) {
        connection.cancelIfAbandoned(deadlines, mustEnd);
        Worker now = worker;
        if (now == null || hasEnded()) {
            return false;
        }
        if (!now.thread.isAlive()) {
            replace(now);
            return true;
        }
        if (now.isStuck() && now.state.compareAndSet(State.ANSWERING, State.RELIEVED)) {
            AppendLanes.log.warn(
                    "Code that follows an append, or a commit listener, blocks {}; another thread takes over. Let such"
                            + " code run on an executor of your own: thenApplyAsync instead of thenApply.",
                    name);
            try {
                replace(now);
            } catch (Throwable noThread) {
                now.state.compareAndSet(State.RELIEVED, State.ANSWERING); // tried again
                throw noThread;
            }
        }
        return now.state.get() == State.ANSWERING || !batch.isEmpty();
    }

    private enum State {
        /** It waits for a batch, or carries one through. */
        WORKING,
        /** It runs code of callers. */
        ANSWERING,
        /** Another thread has taken its place. */
        RELIEVED
    }

    /** One thread, for as long as it serves the lane. */
    private final class Worker implements Runnable {
        private final Thread thread = new Thread(this, name);
        private final AtomicReference<State> state = new AtomicReference<>(State.WORKING);
        private volatile long steps;

        private long stepsBefore;
        private int looks;

        Worker() {
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            boolean more = true;
            try {
                takeOver();
                while (more && state.get() == State.WORKING) {
                    more = carryOn();
                    answer();
                }
                if (!more) {
                    connection.giveBack();
                    ended.countDown();
                }
            } finally {
                if (more && state.get() == State.WORKING) {
                    replace(this);
                }
            }
        }

        /** Runs the code of callers. Another thread may take over meanwhile; then this one ends. */
        @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread writes it
        private void answer() {
            steps++;
            if (!desk.answers().isEmpty()) {
                state.set(State.ANSWERING);
                while (state.get() == State.ANSWERING && desk.answers().giveNext()) {
                    steps++;
                }
                state.compareAndSet(State.ANSWERING, State.WORKING);
            }
        }

        /** Whether it has been in the same piece of code for long. */
        private boolean isStuck() {
            long now = steps;
            looks = state.get() == State.ANSWERING && now == stepsBefore ? looks + 1 : 0;
            stepsBefore = now;
            return looks >= LOOKS;
        }
    }

    /** The thread before this one may have ended in the middle of a batch. */
    private void takeOver() {
        List<PendingAppend> left = batch;
        batch = List.of();
        if (!left.isEmpty()) {
            giveUp(left, new IllegalStateException("The thread of the lane has ended."));
        }
    }

    /** Takes a batch and carries it through. Returns whether there may be another one. Throws nothing. */
    @SuppressWarnings("Interruption") // it belongs to nobody: code of a caller has left it behind
    private boolean carryOn() {
        Thread.interrupted();
        try {
            report.free();
            List<PendingAppend> next = desk.queue().take(IDLE_NANOS);
            if (next == null) {
                return false;
            }
            if (next.isEmpty()) {
                connection.giveBack();
            } else {
                batch = next;
                report.took(next);
                sender.send(next);
                announce();
                connection.renewIfOld();
            }
        } catch (InterruptedException e) {
            return true; // nobody ends a lane so
        } catch (Throwable failure) { // a lane outlives whatever goes wrong in a batch
            giveUp(batch, failure);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        batch = List.of();
        return true;
    }

    private void announce() {
        if (committed) {
            committed = false;
            desk.answers().execute(desk.onCommit());
        }
    }

    /** Something failed that should not: who has no answer yet gets one that is true. */
    private void giveUp(List<PendingAppend> open, Throwable failure) {
        lastFailure = new LaneStatus.Failure(failure.getClass().getName(), Instant.now());
        Failures.log(AppendLanes.log, "A lane failed in a way that it does not know.", failure);
        connection.discard();
        desk.queue().release(open, false);
        for (PendingAppend append : open) {
            append.fail(
                    append.isInDoubt()
                            ? new UnknownOutcomeException(
                                    "An append was sent, and its outcome could not be found out.", failure)
                            : new StorageException(
                                    "An append was not sent, so nothing of it is stored: an append lane failed.",
                                    failure));
        }
    }

    /** Frees the streams of requests, and hands the answers on. */
    private final class Outcomes implements BatchSender.Outcomes {
        @Override
        public void settled(List<PendingAppend> settled, boolean stored) {
            desk.queue().release(settled, stored);
        }

        @Override
        public void stored(PendingAppend append, AppendResult result) {
            committed |= !result.repeated();
            append.complete(result);
        }

        @Override
        public void failed(PendingAppend append, EventCoreException failure) {
            append.fail(failure);
        }
    }
}

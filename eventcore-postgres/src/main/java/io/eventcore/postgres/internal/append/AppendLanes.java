package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: requests wait in one queue, and each lane, a thread with a connection of its own, takes everything that
 * waits and sends it in one call. It never lingers: when a lane is free, a single request goes at once; when all are
 * busy, requests gather meanwhile, so that the batch grows with the load by itself.
 */
public final class AppendLanes implements AutoCloseable {

    static final Logger log = LoggerFactory.getLogger(AppendLanes.class);

    private static final long SWEEP_MILLIS = 50;

    /** For how long calls may go on when whoever closes the store does not wait any more. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final AppendEncoder encoder;
    private final AppendQueue queue;
    private final Answers answers = new Answers();
    private final Database database;
    private final AppendTelemetry telemetry;
    private final Deadlines deadlines;
    private final List<Lane> lanes = new ArrayList<>();
    private final ScheduledThreadPoolExecutor sweeper;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private volatile boolean closing;
    private volatile @Nullable Long hurriedNanos;

    /**
     * Starts the lanes.
     *
     * @param isolation as in {@link java.sql.Connection#setTransactionIsolation(int)}
     * @param lanes how many there are
     * @param capacity how many requests may wait
     * @param capacityBytes how many bytes they and those that are being sent may take
     * @param deadlines cancels calls for which nobody waits any more
     * @param memory learns what is stored
     * @param underWay is told what the requests will do
     * @param onCommit called after each batch of which something was stored
     * @param store reports what they do
     */
    public AppendLanes(
            Database database,
            Deadlines deadlines,
            int isolation,
            int lanes,
            int capacity,
            long capacityBytes,
            AppendEncoder encoder,
            AppendMemory memory,
            UnderWay underWay,
            Runnable onCommit,
            StoreTelemetry store) {
        this.database = database;
        this.deadlines = deadlines;
        this.telemetry = new AppendTelemetry(store);
        this.encoder = encoder;
        this.queue = new AppendQueue(capacity, capacityBytes, underWay);
        telemetry.watch(queue);
        telemetry.watch(() -> status().alive());
        this.sweeper = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "eventcore-append-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        Lane.Desk desk = new Lane.Desk(queue, answers, new AppendRetries(database.recovery(), telemetry), onCommit);
        for (int i = 1; i <= lanes; i++) {
            LaneTelemetry report = telemetry.lane();
            LaneConnection connection = new LaneConnection(database, isolation, memory, report);
            Lane lane = new Lane("eventcore-append-lane-" + i, desk, connection, report);
            this.lanes.add(lane);
            lane.start();
        }
    }

    /** See {@link io.eventcore.EventStore#appendAsync}. */
    public CompletableFuture<AppendResult> append(AppendRequest request) {
        AppendReport report = telemetry.begin(request);
        PendingAppend append;
        try {
            database.refuseIfUnavailable("an append");
            append = encoder.encode(request, report);
            append.answerBy(answers);
            queue.add(append);
        } catch (Throwable failure) { // a codec is code of the application
            report.end(null, failure);
            return CompletableFuture.failedFuture(failure);
        }
        sweepSoon();
        return append.outcome();
    }

    /** How the lanes are. Does not block. */
    public LaneStatus status() {
        return new LaneStatus(
                (int) lanes.stream().filter(Lane::isAlive).count(),
                lanes.size(),
                lanes.stream()
                        .flatMap(lane -> lane.lastFailure().stream())
                        .max(Comparator.comparing(LaneStatus.Failure::at)));
    }

    /** What is accepted already is not touched if this fails: the next append tries again. */
    @SuppressWarnings("FutureReturnValueIgnored") // a sweep has no result, and fails nobody but through its outcome
    private void sweepSoon() {
        if (sweeping.compareAndSet(false, true)) {
            try {
                sweeper.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException closed) {
                log.debug("The lanes have ended; nothing is left to look after.", closed);
            } catch (Throwable failure) { // for want of a thread
                sweeping.set(false);
                Failures.log(log, "Time-outs of appends cannot be watched now.", failure);
            }
        }
    }

    private void sweep() {
        sweeping.set(false);
        boolean again = true;
        try {
            again = queue.expireOverdue();
            Long hurried = hurriedNanos;
            boolean mustEnd = hurried != null && System.nanoTime() - hurried > GRACE_NANOS;
            for (Lane lane : lanes) {
                again |= lane.lookAfter(deadlines, mustEnd) || (closing && !lane.hasEnded());
            }
            again |= answers.lookAfter();
        } catch (Throwable failure) { // for want of a thread or of memory; tried again
            Failures.log(log, "The lanes could not be looked after.", failure);
        }
        if (again) {
            sweepSoon();
        }
    }

    /** Takes no more requests. Does not block. */
    public void stop() {
        queue.close();
        closing = true;
        sweepSoon();
    }

    /**
     * Nobody waits for the end any more: calls that are still at work in the server some seconds from now are cancelled
     * there, and their callers told so. Does not block.
     */
    public void hurry() {
        hurriedNanos = System.nanoTime();
    }

    /** Finishes what was accepted, then ends the lanes. Blocks. */
    @Override
    public void close() {
        stop();
        try {
            for (Lane lane : lanes) {
                lane.awaitEnd();
            }
            sweeper.shutdown();
            if (!sweeper.awaitTermination(GRACE_NANOS, TimeUnit.NANOSECONDS)) {
                log.debug("The look after the lanes has not ended.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionInterruptedException(
                    "The thread was interrupted while it waited for the appends under way; they go on.", e);
        }
        answers.giveAll(); // the last look may have found a request whose time was over
    }
}

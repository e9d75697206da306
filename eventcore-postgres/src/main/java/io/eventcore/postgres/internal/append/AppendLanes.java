package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventCoreException;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.StorageException;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long SWEEP_MILLIS = 50;

    private final AppendEncoder encoder;
    private final AppendQueue queue;
    private final Database database;
    private final AppendTelemetry telemetry;
    private final AppendRetries retries;
    private final Deadlines deadlines;
    private final List<LaneConnection> connections = new ArrayList<>();
    private final Runnable onCommit;
    private final List<Thread> lanes = new ArrayList<>();
    private final ScheduledThreadPoolExecutor sweeper;
    private final AtomicBoolean sweeping = new AtomicBoolean();

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
        this.retries = new AppendRetries(database.recovery(), telemetry);
        this.encoder = encoder;
        this.queue = new AppendQueue(capacity, capacityBytes, underWay);
        telemetry.watch(queue);
        this.onCommit = onCommit;
        this.sweeper = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "eventcore-append-deadlines"));
        sweeper.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        for (int i = 1; i <= lanes; i++) {
            LaneTelemetry report = telemetry.lane();
            LaneConnection connection = new LaneConnection(database, isolation, memory, report);
            connections.add(connection);
            Thread lane = daemon(() -> work(connection, report), "eventcore-append-lane-" + i);
            this.lanes.add(lane);
            lane.start();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** See {@link io.eventcore.EventStore#appendAsync}. */
    public CompletableFuture<AppendResult> append(AppendRequest request) {
        AppendReport report = telemetry.begin(request);
        try {
            database.refuseIfUnavailable("an append");
            PendingAppend append = encoder.encode(request, report);
            queue.add(append);
            sweepSoon();
            return append.outcome();
        } catch (EventCoreException e) {
            report.end(null, e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private void work(LaneConnection connection, LaneTelemetry report) {
        LaneOutcomes outcomes = new LaneOutcomes();
        BatchSender sender = new BatchSender(connection, retries, outcomes);
        try {
            List<PendingAppend> batch = next(report);
            while (batch != null) {
                if (batch.isEmpty()) {
                    connection.giveBack();
                } else {
                    send(sender, batch);
                    outcomes.announce();
                    connection.renewIfOld();
                }
                batch = next(report);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connection.giveBack();
        }
    }

    private @Nullable List<PendingAppend> next(LaneTelemetry report) throws InterruptedException {
        report.free();
        List<PendingAppend> batch = queue.take(IDLE_NANOS);
        if (batch != null && !batch.isEmpty()) {
            report.took(batch);
        }
        return batch;
    }

    /** A lane must outlive whatever goes wrong in one batch. */
    private void send(BatchSender sender, List<PendingAppend> batch) {
        try {
            sender.send(batch);
        } catch (RuntimeException | Error e) {
            log.error("A lane failed in a way that it does not know.", e);
            queue.release(batch, false);
            StorageException failure = new StorageException("An append failed for an unknown reason: " + e, e);
            batch.forEach(append -> append.fail(failure));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a sweep has no result, and fails nobody but through its outcome
    private void sweepSoon() {
        if (sweeping.compareAndSet(false, true)) {
            sweeper.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        sweeping.set(false);
        connections.forEach(connection -> connection.cancelIfAbandoned(deadlines));
        if (queue.expireOverdue()) {
            sweepSoon();
        }
    }

    /** Finishes what was accepted, then ends the lanes. Blocks. */
    @Override
    public void close() {
        queue.close();
        try {
            for (Thread lane : lanes) {
                lane.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionInterruptedException("The thread was interrupted while the store closed.", e);
        } finally {
            sweeper.shutdown();
        }
    }

    /** Frees the streams of requests, tells their callers, and remembers to announce the commit. */
    private final class LaneOutcomes implements BatchSender.Outcomes {
        private boolean committed;

        @Override
        public void settled(List<PendingAppend> batch, boolean stored) {
            queue.release(batch, stored);
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

        void announce() {
            if (committed) {
                committed = false;
                onCommit.run();
            }
        }
    }
}

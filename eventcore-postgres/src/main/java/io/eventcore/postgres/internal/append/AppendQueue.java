package io.eventcore.postgres.internal.append;

import io.eventcore.OverloadedException;
import io.eventcore.StoreClosedException;
import io.eventcore.VersionConflictException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a lane, first come, first served on each stream. A batch holds at most one unit of requests
 * that writes a stream, and a stream under way in one lane is not given to another: those that clash would only conflict,
 * or wait for each other inside the database.
 */
final class AppendQueue {

    /** More requests in a call bring nothing; they only wait longer for each other. */
    private static final int MAX_REQUESTS = 512;

    private static final int MAX_EVENTS = 8_192;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    private final int capacity;
    private final long capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private final Set<PendingAppend> waiting = new LinkedHashSet<>();
    private final Set<PendingAppend> taken = new LinkedHashSet<>();
    private final Lines lines = new Lines();
    private final UnderWay underWay;
    private long bytes;
    private long count;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param capacity how many may wait
     * @param capacityBytes how many bytes those that wait or are being sent may take together; a request that is larger is
     *     taken if it is alone
     * @param underWay is told what the requests will do
     */
    AppendQueue(int capacity, long capacityBytes, UnderWay underWay) {
        this.capacity = capacity;
        this.capacityBytes = capacityBytes;
        this.underWay = underWay;
    }

    int capacity() {
        return capacity;
    }

    /** How many requests wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** About how many bytes the requests take that wait or are being sent. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /**
     * @throws OverloadedException if the queue is full
     * @throws StoreClosedException if it was closed
     * @throws VersionConflictException if it was decided on something else than what is under way now
     */
    void add(PendingAppend append) {
        lock.lock();
        try {
            if (closed) {
                throw new StoreClosedException("The store was closed; it takes no more appends.");
            }
            refuseIfFull(append);
            underWay.enter(append);
            append.number(++count);
            bytes += append.heapBytes();
            waiting.add(append);
            if (lines.add(append)) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void refuseIfFull(PendingAppend append) {
        if (waiting.size() >= capacity) {
            throw new OverloadedException("The queue of appends is full: " + capacity + " requests wait already.");
        }
        if (bytes > 0 && bytes + append.heapBytes() > capacityBytes) {
            throw new OverloadedException("The queue of appends is full: what waits and is being sent takes "
                    + bytes / 1024 + " KiB of memory, this append would take " + append.heapBytes() / 1024
                    + " KiB more, and appendQueueBytes allows " + capacityBytes / 1024
                    + " KiB. Append less at a time, or allow more.");
        }
    }

    /**
     * Waits for requests and takes all that fit.
     *
     * @return the batch; empty if none came within this time; null when the queue is closed and empty
     */
    @Nullable List<PendingAppend> take(long timeoutNanos) throws InterruptedException {
        Dropped dropped = new Dropped();
        lock.lockInterruptibly();
        try {
            long left = timeoutNanos;
            while (true) {
                List<PendingAppend> batch = collect(dropped);
                if (!batch.isEmpty() || left <= 0 || !dropped.isEmpty()) {
                    return batch;
                }
                if (closed && waiting.isEmpty()) {
                    return null;
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
            dropped.tell();
        }
    }

    private List<PendingAppend> collect(Dropped dropped) {
        long now = System.nanoTime();
        Room room = new Room();
        List<PendingAppend> batch = lines.take(append -> drop(append, now, dropped), room::admits);
        batch.forEach(waiting::remove);
        taken.addAll(batch);
        if (lines.hasReady()) {
            changed.signal(); // another lane may take what did not fit
        }
        return batch;
    }

    /** Lets go of a request that waits if nobody waits for it, or its time is over. */
    private boolean drop(PendingAppend append, long now, Dropped dropped) {
        if (append.isExpired(now)) {
            dropped.expired.add(append);
        } else if (!append.outcome().isDone()) {
            return false;
        }
        stopWaiting(append);
        settle(append, false, dropped);
        return true;
    }

    private void stopWaiting(PendingAppend append) {
        waiting.remove(append);
        lines.remove(append);
    }

    /** It has ended. If it is not stored, neither are those that rest on it, and those that rest on them. */
    private void settle(PendingAppend ended, boolean stored, Dropped dropped) {
        Deque<PendingAppend> open = new ArrayDeque<>();
        open.add(ended);
        while (!open.isEmpty()) {
            PendingAppend append = open.remove();
            bytes -= append.heapBytes();
            underWay.leave(append);
            List<PendingAppend> dependents = append.settle(stored);
            dropped.settled.add(append);
            if (!stored) {
                for (PendingAppend dependent : dependents) {
                    if (dependent.isWaiting() && waiting.contains(dependent)) { // a lane sees it by itself
                        stopWaiting(dependent);
                        dropped.orphans.add(dependent);
                        open.add(dependent);
                    }
                }
            }
        }
    }

    /**
     * The transaction of these requests is over: their streams are free. A second call changes nothing.
     *
     * @param stored whether their events are known to be stored, at the versions that they said
     */
    void release(Collection<PendingAppend> batch, boolean stored) {
        Dropped dropped = new Dropped();
        lock.lock();
        try {
            for (PendingAppend append : batch) {
                if (taken.remove(append)) {
                    lines.release(append);
                    settle(append, stored, dropped);
                }
            }
            if (closed) {
                changed.signalAll();
            } else if (lines.hasReady()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
            dropped.tell();
        }
    }

    /** Lets go of requests that need not be sent any more. Returns whether any still wait, or are under way. */
    boolean expireOverdue() {
        Dropped dropped = new Dropped();
        lock.lock();
        try {
            long now = System.nanoTime();
            List<PendingAppend> over = waiting.stream()
                    .filter(append -> append.isExpired(now) || append.outcome().isDone())
                    .toList();
            for (PendingAppend append : over) {
                if (append.isWaiting()) {
                    drop(append, now, dropped);
                }
            }
            if (lines.hasReady() || (closed && waiting.isEmpty())) {
                changed.signalAll();
            }
            return !waiting.isEmpty() || !taken.isEmpty();
        } finally {
            lock.unlock();
            dropped.tell();
        }
    }

    /** Takes no more requests; those that wait are still carried out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How much of a batch is left. The first request is taken whatever its size. */
    private static final class Room {
        private int requests;
        private int events;
        private long bytes;

        boolean admits(PendingAppend append) {
            events += append.events().size();
            bytes += append.bytes();
            return requests++ == 0 || (requests <= MAX_REQUESTS && events <= MAX_EVENTS && bytes <= MAX_BYTES);
        }
    }

    /** Requests that have ended, and those among them that will not be sent: they are told so when the lock is free. */
    private static final class Dropped {
        private final List<PendingAppend> settled = new ArrayList<>();
        private final List<PendingAppend> expired = new ArrayList<>();
        private final List<PendingAppend> orphans = new ArrayList<>();

        boolean isEmpty() {
            return expired.isEmpty() && orphans.isEmpty();
        }

        void tell() {
            settled.forEach(PendingAppend::tellSettled);
            expired.forEach(PendingAppend::expire);
            orphans.forEach(append -> append.fail(append.lostItsBasis()));
        }
    }
}

package io.eventcore.postgres.internal.append;

import io.eventcore.OverloadedException;
import io.eventcore.StoreClosedException;
import io.eventcore.VersionConflictException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for a lane, first come, first served. A batch holds at most one request that writes a stream,
 * and a stream under way in one lane is not given to another: those that clash would only conflict, or wait for each
 * other inside the database.
 */
final class AppendQueue {

    /** More requests in a call bring nothing; they only wait longer for each other. */
    private static final int MAX_REQUESTS = 512;

    private static final int MAX_EVENTS = 8_192;
    private static final long MAX_BYTES = 8L * 1024 * 1024;

    /** How many requests that clash a lane looks past, so that a long queue on one stream costs it little. */
    private static final int MAX_PASSED_OVER = 2_048;

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    @SuppressWarnings("JdkObsolete") // requests are taken out of its middle
    private final List<PendingAppend> waiting = new LinkedList<>();

    private final Set<PendingAppend> taken = new HashSet<>();
    private final StreamClaims claimed = new StreamClaims();
    private final UnderWay underWay;
    private boolean closed;

    /**
     * An empty queue.
     *
     * @param capacity how many may wait
     * @param underWay is told what the requests will do
     */
    AppendQueue(int capacity, UnderWay underWay) {
        this.capacity = capacity;
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
            if (waiting.size() >= capacity) {
                throw new OverloadedException("The queue of appends is full: " + capacity + " requests wait already.");
            }
            underWay.enter(append);
            waiting.add(append);
            changed.signal();
        } finally {
            lock.unlock();
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
        List<PendingAppend> batch = new ArrayList<>();
        Set<PendingAppend> together = new HashSet<>();
        StreamClaims passedOver = new StreamClaims();
        int passed = 0;
        int events = 0;
        long bytes = 0;
        long now = System.nanoTime();
        for (Iterator<PendingAppend> all = waiting.iterator(); all.hasNext() && passed < MAX_PASSED_OVER; ) {
            PendingAppend next = all.next();
            if (drop(next, now, dropped)) {
                all.remove();
            } else if (claimed.clashWith(next, together) || passedOver.clashWith(next)) {
                // Nobody may overtake it on its streams, else it could wait for ever.
                passedOver.add(next);
                passed++;
            } else {
                events += next.events().size();
                bytes += next.bytes();
                if (!batch.isEmpty() && (batch.size() == MAX_REQUESTS || events > MAX_EVENTS || bytes > MAX_BYTES)) {
                    break;
                }
                all.remove();
                claimed.add(next);
                taken.add(next);
                together.add(next);
                batch.add(next);
            }
        }
        if (!batch.isEmpty() && !waiting.isEmpty()) {
            changed.signal(); // another lane may take what did not fit
        }
        return batch;
    }

    /** Lets go of a request that waits if nobody waits for it, its time is over, or it rests on something that was lost. */
    private boolean drop(PendingAppend append, long now, Dropped dropped) {
        if (append.restsOnLost()) {
            dropped.orphans.add(append);
        } else if (append.isExpired(now)) {
            dropped.expired.add(append);
        } else if (!append.outcome().isDone()) {
            return false;
        }
        settle(append, false);
        return true;
    }

    private void settle(PendingAppend append, boolean stored) {
        underWay.leave(append, stored);
        append.settle(stored);
    }

    /**
     * The transaction of these requests is over: their streams are free. A second call changes nothing.
     *
     * @param stored whether their events are known to be stored
     */
    void release(List<PendingAppend> batch, boolean stored) {
        lock.lock();
        try {
            for (PendingAppend append : batch) {
                if (taken.remove(append)) {
                    claimed.remove(append);
                    settle(append, stored);
                }
            }
            if (closed) {
                changed.signalAll();
            } else if (!waiting.isEmpty()) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets requests fail whose time-out ended while every lane was busy. Returns whether any still wait, or are under way. */
    boolean expireOverdue() {
        Dropped dropped = new Dropped();
        lock.lock();
        try {
            long now = System.nanoTime();
            waiting.removeIf(append -> append.isExpired(now) && drop(append, now, dropped));
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

    /** Requests that will not be sent, and are told so when the lock is free. */
    private static final class Dropped {
        private final List<PendingAppend> expired = new ArrayList<>();
        private final List<PendingAppend> orphans = new ArrayList<>();

        boolean isEmpty() {
            return expired.isEmpty() && orphans.isEmpty();
        }

        void tell() {
            expired.forEach(PendingAppend::expire);
            orphans.forEach(append -> append.fail(append.lostItsBasis()));
        }
    }
}

package io.eventcore.projections;

import io.eventcore.EventCoreException;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a runner was asked to do, what it does, and how far it has come. Thread-safe. */
final class RunState {

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private State state = State.NEW;
    private @Nullable Thread thread;
    private long run;
    private boolean stopRequested;
    private boolean pauseRequested;
    private long position;
    private long head;
    private boolean positionKnown;
    private boolean inReach;
    private long eventsApplied;
    private @Nullable EventCoreException failure;

    RunState(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    // What the running thread says.

    /** Starts a run on a thread. */
    void begin(Thread runner) {
        lock.lock();
        try {
            if (thread != null) {
                throw new IllegalStateException("The runner of projection '" + name
                        + "' is running already: stop it first, or make a runner for another projection.");
            }
            thread = runner;
            run++;
            state = State.RUNNING;
            stopRequested = false;
            failure = null;
            inReach = false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits while the runner is paused.
     *
     * @return false if the run must end
     * @throws InterruptedException if the thread is interrupted, also when there is nothing to wait for
     */
    boolean awaitTurn() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (pauseRequested && !stopRequested) {
                state = State.PAUSED;
                changed.await();
            }
            state = State.RUNNING;
            return !stopRequested;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the run must end, but no longer than the delay. */
    void awaitStop(Duration delay) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(delay);
            while (!stopRequested && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says how far the run has come. */
    void progress(long newPosition, long newHead, long moreEventsApplied) {
        lock.lock();
        try {
            position = newPosition;
            positionKnown = true;
            head = newHead;
            eventsApplied += moreEventsApplied;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The run has read a page of the feed, whose head was this. */
    void sawHead(long newHead) {
        lock.lock();
        try {
            head = Math.max(newHead, position);
            inReach = true;
        } finally {
            lock.unlock();
        }
    }

    /** The run cannot read the feed at present. */
    void outOfReach() {
        lock.lock();
        try {
            inReach = false;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the run. */
    void end(Optional<EventCoreException> reason) {
        lock.lock();
        try {
            thread = null;
            failure = reason.orElse(null);
            state = reason.isPresent() ? State.FAILED : State.STOPPED;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // What other threads ask.

    void requestPause(boolean pause) {
        lock.lock();
        try {
            pauseRequested = pause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void requestStop() {
        lock.lock();
        try {
            stopRequested = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the present run has ended; not on its own thread, and no longer when interrupted. */
    void awaitEnd() {
        lock.lock();
        try {
            long present = run;
            while (thread != null && thread != Thread.currentThread() && run == present) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the run has come so far, the time has ended, or the run has failed; says how it stands then. */
    ProjectionStatus awaitPosition(long wanted, Duration timeout) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(timeout);
            while (position < wanted && nanos > 0 && failure == null) {
                nanos = changed.awaitNanos(nanos);
            }
            return status();
        } finally {
            lock.unlock();
        }
    }

    /** How far the position is behind the head; not a number while nobody reads the feed. */
    double lag() {
        lock.lock();
        try {
            return state == State.RUNNING && inReach ? head - position : Double.NaN;
        } finally {
            lock.unlock();
        }
    }

    /** The position; not a number before it is known. */
    double knownPosition() {
        lock.lock();
        try {
            return positionKnown ? position : Double.NaN;
        } finally {
            lock.unlock();
        }
    }

    ProjectionStatus status() {
        lock.lock();
        try {
            return new ProjectionStatus(name, state, position, head, eventsApplied, Optional.ofNullable(failure));
        } finally {
            lock.unlock();
        }
    }
}

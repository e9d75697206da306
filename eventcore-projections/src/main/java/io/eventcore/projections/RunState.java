package io.eventcore.projections;

import io.eventcore.EventCoreException;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a runner was asked to do, what it does, and how far it has come with each of its segments. Thread-safe. */
final class RunState {

    private final ProjectionId projection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Thread> threads = new HashSet<>();
    private final HeldSegments held = new HeldSegments();
    private final Speed events = new Speed(System::nanoTime);
    private final Speed positions = new Speed(System::nanoTime);

    private boolean running;
    private boolean ever;
    private long run;
    private long changes;
    private boolean active;
    private boolean stopRequested;
    private boolean pauseRequested;
    private long eventsApplied;
    private @Nullable EventCoreException failure;

    RunState(ProjectionId projection) {
        this.projection = projection;
    }

    ProjectionId projection() {
        return projection;
    }

    // What the running threads say.

    /** Starts a run on a thread. */
    void begin(Thread runner) {
        change(() -> {
            if (running) {
                throw new IllegalStateException("The runner of projection '" + projection
                        + "' is running already: stop it first, or make a runner for another projection.");
            }
            running = true;
            ever = true;
            threads.add(runner);
            run++;
            held.clear();
            stopRequested = false;
            failure = null;
        });
    }

    /** The run knows how the projection stands in the store. */
    void registered(int count) {
        change(() -> held.divideBy(count));
    }

    void active(boolean value) {
        change(() -> active = value);
    }

    boolean isActive() {
        return ask(() -> active);
    }

    /** Begins to work on a segment, on a thread of its own. */
    void hold(Segment segment, Thread worker) {
        change(() -> {
            threads.add(worker);
            held.add(segment);
        });
    }

    /** Has ended to work on a segment. */
    void letGo(Segment segment, Thread worker) {
        change(() -> {
            threads.remove(worker);
            held.remove(segment);
        });
    }

    /** A segment is to be opened again. */
    void close(Segment segment) {
        change(() -> held.close(segment));
    }

    /** Changes what is known of a segment. */
    void tell(Segment segment, Consumer<SegmentProgress> change) {
        change(() -> {
            SegmentProgress progress = held.get(segment);
            if (progress != null) {
                change.accept(progress);
            }
        });
    }

    /** Says how far a segment has come. */
    void progress(Segment segment, long position, long head, long moreEventsApplied) {
        tell(segment, progress -> {
            if (progress.open) {
                positions.add(position - progress.position);
            }
            progress.open = true;
            progress.position = position;
            progress.head = head;
            eventsApplied += moreEventsApplied;
            events.add(moreEventsApplied);
        });
    }

    /**
     * Waits while the runner is paused.
     *
     * @param endRequested whether the segment is to be given up, also in a pause; looked at after {@link #wake()}
     * @param whenPaused is told of a pause
     * @return false if the run must end, or the segment is to be given up
     * @throws InterruptedException if the thread is interrupted, also when there is nothing to wait for
     */
    boolean awaitTurn(Segment segment, BooleanSupplier endRequested, Consumer<Activity> whenPaused)
            throws InterruptedException {
        awaitWhile(() -> false, 0);
        if (!ask(() -> pauseRequested && !stopRequested)) {
            return !stopRequested() && !endRequested.getAsBoolean();
        }
        whenPaused.accept(Activity.PAUSED);
        tell(segment, progress -> progress.activity = Activity.PAUSED);
        awaitWhile(() -> pauseRequested && !stopRequested && !endRequested.getAsBoolean(), Long.MAX_VALUE);
        if (endRequested.getAsBoolean()) {
            return false;
        }
        whenPaused.accept(Activity.RUNNING);
        tell(segment, progress -> progress.activity = Activity.RUNNING);
        return !stopRequested();
    }

    /** Makes those that wait look again. */
    void wake() {
        change(() -> {});
    }

    boolean stopRequested() {
        return ask(() -> stopRequested);
    }

    /**
     * Waits, but no longer than until the waiting must end.
     *
     * @param mustEnd looked at whenever something changes here
     */
    void awaitEndOf(Duration delay, BooleanSupplier mustEnd) throws InterruptedException {
        awaitWhile(() -> !mustEnd.getAsBoolean(), TimeUnit.NANOSECONDS.convert(delay));
    }

    /** Ends the run. */
    void end(Optional<EventCoreException> reason) {
        change(() -> {
            running = false;
            threads.clear();
            failure = reason.orElse(null);
        });
    }

    // What other threads ask.

    void requestPause(boolean pause) {
        change(() -> pauseRequested = pause);
    }

    void requestStop() {
        change(() -> stopRequested = true);
    }

    /** Waits until the present run has ended; not on one of its own threads, and no longer when interrupted. */
    void awaitEnd() {
        lock.lock();
        try {
            long present = run;
            while (running && !threads.contains(Thread.currentThread()) && run == present) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something changes here, but no longer than the delay, and not if something has changed since.
     *
     * @param seen what {@link #changes()} said before the caller looked
     */
    void awaitChange(long seen, Duration delay) throws InterruptedException {
        awaitWhile(() -> changes == seen, TimeUnit.NANOSECONDS.convert(delay));
    }

    private void awaitWhile(BooleanSupplier waiting, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (waiting.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Grows with each change. */
    long changes() {
        return ask(() -> changes);
    }

    /** Of these segments, those that this runner has not brought so far, or does not work on. */
    Set<Segment> notYetAt(long position, Collection<Segment> wanted) {
        return ask(() -> held.notYetAt(position, wanted));
    }

    /** Whether this runner works on one of these segments. */
    boolean worksOnAny(Collection<Segment> segments) {
        return ask(() -> held.containsAny(segments));
    }

    /** How many segments the projection has; 0 before that is known. */
    int segments() {
        return ask(() -> held.count());
    }

    /** Whether this runner reads the feed at present, for all of its segments. */
    boolean inReach() {
        return ask(() -> running && held.allAreRead());
    }

    /** Whether a run has come to its checkpoint at least once. */
    boolean positionKnown() {
        return ask(() -> held.isPositionKnown());
    }

    ProjectionStatus status() {
        return ask(() -> new ProjectionStatus(
                projection,
                state(),
                active,
                held.segments(),
                held.position(),
                held.head(),
                behindFor(),
                eventsApplied,
                events.perSecond(),
                positions.perSecond(),
                Optional.ofNullable(failure)));
    }

    private State state() {
        if (!running) {
            return failure != null ? State.FAILED : ever ? State.STOPPED : State.NEW;
        }
        if (held.allArePaused()) {
            return State.PAUSED;
        }
        return held.isEmpty() && held.count() > 0 ? State.STANDBY : State.RUNNING;
    }

    /** Also of a run that has failed: the event is still not applied. */
    private Duration behindFor() {
        return running || failure != null ? held.behindFor(Instant.now()) : Duration.ZERO;
    }

    private <T> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

package io.eventcore.projections;

import io.eventcore.CheckpointAheadException;
import io.eventcore.ConfigurationException;
import io.eventcore.EventCoreException;
import io.eventcore.EventStore;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ExecutionResult;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.UnknownProjectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a projection all events in global order, and keeps how far it has come. A page of the feed is applied in one
 * transaction with the checkpoint. When an event fails, everything before it is kept, and the {@link FailurePolicy} says
 * what happens. An event that cannot be decoded is treated so too; none is ever left out silently.
 *
 * <p>Run the same projection in as many processes as you like. Its segments are shared among the runners by leases; with
 * one segment, the default, one runner works and the others stand by. When a process ends or dies, the others take over
 * what it had. A process that was suspended cannot write after it lost its lease.
 *
 * <p>A runner runs once at a time, and can run again after it has ended. Thread-safe.
 */
public final class ProjectionRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private final EventStore store;
    private final Projection<Object> projection;
    private final ProjectionConfig config;
    private final SharedFeed.Source feeds;
    private final String instance = InstanceName.draw();
    private final RunState state;
    private final Arrival arrival;
    private final ProjectionTelemetry telemetry;
    private final ProjectionGauges gauges;
    private volatile @Nullable ProjectionRun current;

    /**
     * A runner with {@link ProjectionConfig#defaults()}.
     *
     * @param store where the events and the checkpoint are; the caller closes it, after the runner
     * @param projection what to run
     * @throws ConfigurationException if the projection's name or version is not allowed
     */
    public ProjectionRunner(EventStore store, Projection<?> projection) {
        this(store, projection, ProjectionConfig.defaults());
    }

    /**
     * A runner.
     *
     * @param store where the events and the checkpoint are; the caller closes it, after the runner
     * @param projection what to run
     * @param config how to run it
     * @throws ConfigurationException if the projection's name or version is not allowed, or the settings do not fit it
     */
    public ProjectionRunner(EventStore store, Projection<?> projection, ProjectionConfig config) {
        this(
                notNull(store, "event store"),
                notNull(projection, "projection"),
                notNull(config, "configuration"),
                new SharedFeed.Source(store, config));
    }

    @SuppressWarnings("unchecked") // only events whose payload is of the projection's event type are handed to it
    ProjectionRunner(EventStore store, Projection<?> projection, ProjectionConfig config, SharedFeed.Source feeds) {
        ProjectionId id = new ProjectionId(projection.name(), projection.version());
        if (projection instanceof InMemoryProjection<?, ?>) {
            InMemoryProjection.refuseWhatItCannotDo(id, config);
        }
        this.store = store;
        this.projection = (Projection<Object>) projection;
        this.config = config;
        this.feeds = feeds;
        this.state = new RunState(id);
        this.arrival = new Arrival(state, this::checkpoints);
        this.telemetry = new ProjectionTelemetry(config.telemetry(), id.name());
        this.gauges = new ProjectionGauges(config.telemetry().meters(), state);
        gauges.showIfFree();
    }

    /**
     * Follows the feed until {@link #stop()} is called from elsewhere. Blocks the calling thread; the work is done on
     * threads of the runner, one for each segment.
     *
     * <p>While the storage cannot be reached, it waits and tries again. When the thread is interrupted, it returns and
     * leaves the interrupt flag set; what was not committed is undone.
     *
     * @throws ProjectionFailedException if the projection fails, or an event cannot be read, and the policy is to stop
     * @throws CheckpointAheadException if a checkpoint does not belong to the log, which was restored or replaced
     * @throws UnknownProjectionException if this version was removed from the store meanwhile
     * @throws IllegalStateException if this runner is running already
     */
    public void runContinuous() {
        begin(Thread.currentThread());
        runAndThrow(Long.MAX_VALUE, true);
    }

    /**
     * Applies everything that is in the store now, and waits for the segments of other instances to do so, too. Blocks.
     *
     * @return the position reached: at least the last one of the store when this was called, unless the runner was
     *     stopped or the thread interrupted, which ends the run early and leaves the interrupt flag set
     * @throws ProjectionFailedException if the projection fails, or an event cannot be read, and the policy is to stop
     * @throws CheckpointAheadException if a checkpoint does not belong to the log, which was restored or replaced
     * @throws UnknownProjectionException if this version was removed from the store meanwhile
     * @throws StoreUnavailableException if the storage cannot be reached; nothing is lost, call again
     * @throws IllegalStateException if this runner is running already
     */
    public long runUntilCaughtUp() {
        begin(Thread.currentThread());
        long target;
        try {
            target = store.feed().head();
        } catch (Throwable failure) {
            EventCoreException reason = Faults.asFailure(state, failure);
            state.end(Optional.of(reason));
            throw reason;
        }
        boolean arrived = runAndThrow(target, false);
        long position = state.status().position();
        return arrived ? Math.max(target, position) : position;
    }

    /**
     * Does what {@link #runContinuous()} does on daemon threads of its own, and returns at once. A failure is logged and
     * stands in the {@link #status()}.
     *
     * @return this runner
     * @throws IllegalStateException if this runner is running already
     */
    public ProjectionRunner start() {
        Thread thread = new Thread(
                this::runAndLog, "eventcore-projection-" + state.projection().name());
        thread.setDaemon(true);
        begin(thread);
        try {
            thread.start();
        } catch (Throwable noThread) {
            state.end(Optional.of(Faults.asFailure(state, noThread)));
            throw noThread;
        }
        return this;
    }

    /**
     * Ends the run after the current batches, gives the segments back, and waits for that. Does nothing if the runner is
     * not running.
     *
     * <p>May be called from within the projection; then it does not wait. When the calling thread is interrupted it stops
     * waiting, and leaves the interrupt flag set; the run still ends.
     */
    public void stop() {
        requestStop();
        state.awaitEnd();
    }

    /** Does not wait. */
    void requestStop() {
        state.requestStop();
        wake();
    }

    /** Calls {@link #stop()}, and takes the runner's gauges out of the registry until it runs again. */
    @Override
    public void close() {
        stop();
        gauges.hide();
    }

    /**
     * Applies no more events after the current batch, until {@link #resume()}; the segments are kept. Does not wait: the
     * {@link #status()} says when the batch has ended. A pause outlasts the run, and may be asked for before it.
     */
    public void pause() {
        state.requestPause(true);
        wake();
    }

    /** Ends a pause. */
    public void resume() {
        state.requestPause(false);
    }

    /** {@return where the runner stands} Does not block on the storage. */
    public ProjectionStatus status() {
        return state.status();
    }

    /**
     * Reads your own writes: waits until every wanted event up to a position is applied, by this runner or, for segments
     * of other instances, by theirs. Blocks. Of no use within the projection itself, which it would keep waiting.
     *
     * <p>The runner need not run: then it waits for others. Of others it learns by looking at their checkpoints.
     *
     * @param position the position to wait for
     * @param timeout how long to wait; zero or less only looks
     * @return false if the time ended first: the read model may not show the position yet
     * @throws ProjectionFailedException if this runner has failed before the position, or does so meanwhile
     * @throws ExecutionInterruptedException if the calling thread is interrupted
     * @throws StoreUnavailableException if it had to look at checkpoints, and the storage cannot be reached
     */
    public boolean awaitPosition(long position, Duration timeout) {
        return arrival.await(position, Set.of(), timeout);
    }

    /**
     * As {@link #awaitPosition(long, Duration)}, for the events of a command, and only in the segments of their
     * streams.
     *
     * @param result what the executor has returned
     * @param timeout how long to wait; zero or less only looks
     * @return false if the time ended first: the read model may not show the command's effect yet
     */
    public boolean awaitResult(ExecutionResult result, Duration timeout) {
        return arrival.await(result.position(), result.versions().keySet(), timeout);
    }

    private void wake() {
        ProjectionRun run = current;
        if (run != null) {
            run.wake();
        }
    }

    private void begin(Thread thread) {
        state.begin(thread);
        gauges.show();
    }

    private boolean runAndThrow(long target, boolean ridesOutOutages) {
        Ending ending = run(target, ridesOutOutages);
        state.end(ending.failure);
        if (ending.failure.isPresent()) {
            throw ending.failure.get();
        }
        return ending.arrived;
    }

    static <T> T notNull(@Nullable T value, String what) {
        if (value == null) {
            throw new ConfigurationException("The " + what + " for projections is null.");
        }
        return value;
    }

    private void runAndLog() {
        Optional<EventCoreException> failure = run(Long.MAX_VALUE, true).failure;
        failure.ifPresent(cause -> {
            if (cause instanceof StoreClosedException) {
                LOG.info("Projection '{}' stopped, for its store was closed.", state.projection());
            } else {
                LOG.error("Projection '{}' failed and stopped.", state.projection(), cause);
            }
        });
        state.end(failure);
    }

    private Ending run(long target, boolean ridesOutOutages) {
        try {
            ProjectionRun run = new ProjectionRun(plan(target, ridesOutOutages), instance);
            current = run;
            return new Ending(run.run(), Optional.empty());
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException
                    || Thread.currentThread().isInterrupted()) {
                LOG.info(
                        "Projection '{}' was interrupted and stopped.",
                        state.projection(),
                        FailureTexts.cleaned(failure));
                Thread.currentThread().interrupt();
                return new Ending(false, Optional.empty());
            }
            return new Ending(false, Optional.of(Faults.asFailure(state, failure)));
        } finally {
            current = null;
        }
    }

    private RunPlan plan(long target, boolean ridesOutOutages) {
        return new RunPlan(
                projection,
                WantedEvents.of(projection, store.eventTypes()),
                checkpoints(),
                feeds.get(),
                config,
                state,
                telemetry,
                ridesOutOutages,
                target);
    }

    private ProjectionStore checkpoints() {
        return projection instanceof InMemoryProjection<?, ?> inMemory ? inMemory.store() : store.projections();
    }

    /**
     * How a run ended.
     *
     * @param arrived whether everything up to its target is applied
     */
    private record Ending(boolean arrived, Optional<EventCoreException> failure) {}
}

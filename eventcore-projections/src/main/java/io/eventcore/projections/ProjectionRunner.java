package io.eventcore.projections;

import io.eventcore.CheckpointMovedException;
import io.eventcore.ConfigurationException;
import io.eventcore.EventCoreException;
import io.eventcore.EventStore;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.OverloadedException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds a projection all events in global order, and keeps how far it has come.
 *
 * <p>A page of the feed is applied in one transaction with the checkpoint. When an event fails, everything before it is
 * kept and the runner stops in front of it; the next run goes on with that event. An event that cannot be decoded
 * stops it too; none is ever left out.
 *
 * <p>A runner runs once at a time, and can run again after it has ended. Run each projection in one process only: a
 * second runner of the same name changes nothing and fails with a {@link CheckpointMovedException}.
 *
 * <p>Thread-safe.
 */
public final class ProjectionRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private final EventStore store;
    private final Projection<?> projection;
    private final ProjectionConfig config;
    private final RunState state;
    private final Pacing pacing;
    private final ProjectionTelemetry telemetry;
    private final ProjectionGauges gauges;

    /**
     * A runner with {@link ProjectionConfig#defaults()}.
     *
     * @throws ConfigurationException if the projection's name is blank
     */
    public ProjectionRunner(EventStore store, Projection<?> projection) {
        this(store, projection, ProjectionConfig.defaults());
    }

    /**
     * A runner.
     *
     * @throws ConfigurationException if the projection's name is blank
     */
    public ProjectionRunner(EventStore store, Projection<?> projection, ProjectionConfig config) {
        String name = projection.name();
        if (name.isBlank()) {
            throw new ConfigurationException("The name of projection "
                    + projection.getClass().getName() + " is blank; its checkpoint is kept under the name.");
        }
        this.store = store;
        this.projection = projection;
        this.config = config;
        this.state = new RunState(name);
        this.pacing = new Pacing(config);
        this.telemetry = new ProjectionTelemetry(config.telemetry(), name);
        this.gauges = new ProjectionGauges(config.telemetry().meters(), state);
        gauges.showIfFree();
    }

    /**
     * Follows the feed on the calling thread until {@link #stop()} is called from elsewhere. Blocks.
     *
     * <p>While the storage cannot be reached, it waits and tries again. When the thread is interrupted, it returns and
     * leaves the interrupt flag set; what was not committed is undone.
     *
     * @throws ProjectionFailedException if the projection fails, or an event cannot be read
     * @throws CheckpointMovedException if another runner of the same projection is at work
     * @throws IllegalStateException if this runner is running already
     */
    public void runContinuous() {
        begin(Thread.currentThread());
        runAndThrow(ProjectionRun::continuously);
    }

    /**
     * Applies everything that is in the store now, on the calling thread. Blocks.
     *
     * @return the position reached: at least the last one of the store when this was called, unless the runner was
     *     stopped or the thread interrupted, which ends the run early and leaves the interrupt flag set
     * @throws ProjectionFailedException if the projection fails, or an event cannot be read
     * @throws CheckpointMovedException if another runner of the same projection is at work
     * @throws StoreUnavailableException if the storage cannot be reached; nothing is lost, call again
     * @throws IllegalStateException if this runner is running already
     */
    public long runUntilCaughtUp() {
        begin(Thread.currentThread());
        runAndThrow(ProjectionRun::untilCaughtUp);
        return state.status().position();
    }

    /**
     * Does what {@link #runContinuous()} does on a daemon thread of its own, and returns at once. A failure is logged
     * and stands in the {@link #status()}.
     *
     * @return this runner
     * @throws IllegalStateException if this runner is running already
     */
    public ProjectionRunner start() {
        Thread thread = new Thread(this::runAndLog, "eventcore-projection-" + state.name());
        thread.setDaemon(true);
        begin(thread);
        try {
            thread.start();
        } catch (Throwable noThread) {
            state.end(Optional.of(asFailure(noThread)));
            throw noThread;
        }
        return this;
    }

    /**
     * Ends the run after the current batch, and waits for that. Does nothing if the runner is not running.
     *
     * <p>May be called from within the projection, on the runner's thread; then it does not wait. When the calling thread is interrupted it
     * stops waiting, and leaves the interrupt flag set; the run still ends.
     */
    public void stop() {
        state.requestStop();
        pacing.wake();
        state.awaitEnd();
    }

    /** Calls {@link #stop()}, and takes the runner's gauges out of the registry until it runs again. */
    @Override
    public void close() {
        stop();
        gauges.hide();
    }

    /**
     * Applies no more events after the current batch, until {@link #resume()}. Does not wait: the {@link #status()}
     * says when the batch has ended. A pause outlasts the run, and may be asked for before it.
     */
    public void pause() {
        state.requestPause(true);
        pacing.wake();
    }

    /** Ends a pause. */
    public void resume() {
        state.requestPause(false);
    }

    /** Where the runner stands. Does not block on the storage. */
    public ProjectionStatus status() {
        return state.status();
    }

    /**
     * Reads your own writes: waits until the runner has applied every wanted event up to a position, for example that
     * of an {@link io.eventcore.ExecutionResult}. Blocks. Of no use within the projection itself, which it would keep
     * waiting.
     *
     * <p>It waits for this runner object only. While that does not run, it waits for somebody to start it.
     *
     * @param position the position to wait for
     * @param timeout how long to wait; zero or less only looks
     * @return false if the time ended first: the read model may not show the position yet
     * @throws ProjectionFailedException if the runner has failed before the position, or does so meanwhile
     * @throws ExecutionInterruptedException if the calling thread is interrupted
     */
    public boolean awaitPosition(long position, Duration timeout) {
        ProjectionStatus now;
        try {
            now = state.awaitPosition(position, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionInterruptedException(
                    "The thread was interrupted while it waited for projection '" + state.name()
                            + "' to reach position " + position + ".",
                    e);
        }
        if (now.position() >= position) {
            return true;
        }
        if (now.failure().isPresent()) {
            EventCoreException cause = now.failure().get();
            throw new ProjectionFailedException(
                    now.name(), now.position(), "it will not reach position " + position + ": " + cause, cause);
        }
        return false;
    }

    private void begin(Thread thread) {
        state.begin(thread);
        gauges.show();
    }

    private void runAndThrow(Body body) {
        Optional<EventCoreException> failure = run(body);
        state.end(failure);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private void runAndLog() {
        Optional<EventCoreException> failure = run(ProjectionRun::continuously);
        failure.ifPresent(cause -> {
            if (cause instanceof StoreClosedException) {
                LOG.info("Projection '{}' stopped, for its store was closed.", state.name());
            } else {
                LOG.error("Projection '{}' failed and stopped.", state.name(), cause);
            }
        });
        state.end(failure);
    }

    private Optional<EventCoreException> run(Body body) {
        try {
            body.run(new ProjectionRun(store, projection, config, state, pacing, telemetry));
            return Optional.empty();
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException
                    || Thread.currentThread().isInterrupted()) {
                LOG.info("Projection '{}' was interrupted and stopped.", state.name(), failure);
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            return Optional.of(asFailure(failure));
        }
    }

    private EventCoreException asFailure(Throwable failure) {
        if (failure instanceof ProjectionFailedException
                || failure instanceof CheckpointMovedException
                || failure instanceof StoreClosedException
                || failure instanceof StoreUnavailableException
                || failure instanceof OverloadedException
                || failure instanceof QueryTimeoutException) {
            return (EventCoreException) failure;
        }
        if (Outage.isSeenIn(failure)) {
            return new StoreUnavailableException(
                    "The storage of projection '" + state.name() + "' cannot be reached: " + failure, failure);
        }
        return new ProjectionFailedException(state.name(), state.status().position(), failure.toString(), failure);
    }

    private interface Body {
        void run(ProjectionRun run) throws Exception;
    }
}

package io.eventcore.torture.readmodels;

import io.eventcore.EventStore;
import io.eventcore.projections.FailurePolicy;
import io.eventcore.projections.InMemoryProjection;
import io.eventcore.projections.Projection;
import io.eventcore.projections.ProjectionConfig;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.projections.ProjectionStatus;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.HistoryWriter;
import io.eventcore.torture.history.Note;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The runners of all projections, as one process has them. */
public final class ReadModels implements AutoCloseable {

    /** Longer than a process is suspended or the network stalled: a silent transaction is ended with its lease. */
    private static final Duration LEASE = Duration.ofSeconds(10);

    private final String process;
    private final HistoryWriter history;
    private final InMemoryProjection<Tally, TortureEvent> tally = Tally.projection();
    private final List<ProjectionRunner> runners = new ArrayList<>();

    /**
     * Runners that have not started.
     *
     * @param store what they read
     * @param jdbc whether the store can run JDBC projections
     * @param process whose they are
     */
    public ReadModels(EventStore store, boolean jdbc, String process, HistoryWriter history) {
        this.process = process;
        this.history = history;
        FailurePolicy onceThenSkip = FailurePolicy.skip().withAttempts(1);
        if (jdbc) {
            add(store, new Lines(), config().withSegments(3));
            add(store, new Names(), config().withFailurePolicy(onceThenSkip));
        }
        add(store, new Deliveries(history), config().withSegments(2));
        add(store, tally, config());
    }

    private static ProjectionConfig config() {
        return ProjectionConfig.defaults().withLease(LEASE).withBatchSize(50);
    }

    private void add(EventStore store, Projection<?> projection, ProjectionConfig config) {
        runners.add(new ProjectionRunner(store, projection, config));
    }

    /** Starts them all. */
    public void start() {
        runners.forEach(ProjectionRunner::start);
    }

    /** Waits until all have come to a position, and writes down which have not, and what the model in memory then holds. Blocks. */
    public void await(long position, Duration patience) {
        for (ProjectionRunner runner : runners) {
            boolean reached = awaitsWithoutFailure(runner, position, patience);
            ProjectionStatus status = runner.status();
            if (status.state() == ProjectionStatus.State.FAILED) {
                wrong(status, "its runner has failed" + failure(runner));
            } else if (!reached) {
                wrong(
                        status,
                        "it does not come to position " + position + " in time: it is " + status.state() + " at "
                                + status.position());
            }
        }
        history.note(
                new Note(System.nanoTime(), Note.TALLY, process, tally.state().toString()));
    }

    /** As long as it comes further than ever before, it may take its time: the machine may be busy. */
    private static boolean awaitsWithoutFailure(ProjectionRunner runner, long position, Duration patience) {
        try {
            long furthest;
            long now = runner.status().position();
            do {
                furthest = now;
                if (runner.awaitPosition(position, patience)) {
                    return true;
                }
                now = runner.status().position();
            } while (now > furthest);
            return false;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static String failure(ProjectionRunner runner) {
        try {
            runner.awaitPosition(Long.MAX_VALUE, Duration.ofMillis(1));
            return "";
        } catch (RuntimeException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return ": " + e.getMessage() + " <- " + cause;
        }
    }

    private void wrong(ProjectionStatus status, String what) {
        history.note(new Note(System.nanoTime(), Note.WRONG, "projection " + status.name() + " in " + process, what));
    }

    @Override
    public void close() {
        runners.forEach(ProjectionRunner::close);
    }
}

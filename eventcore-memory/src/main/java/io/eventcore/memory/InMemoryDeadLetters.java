package io.eventcore.memory;

import io.eventcore.DeadLetter;
import io.eventcore.DeadLetters;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What people see of the dead letters, and ask for. A projection that is not known has none. */
final class InMemoryDeadLetters implements DeadLetters {

    private final EventLog log;
    private final KnownProjections projections;

    InMemoryDeadLetters(EventLog log, KnownProjections projections) {
        this.log = log;
        this.projections = projections;
    }

    @Override
    public List<DeadLetter> list(ProjectionId projection, long after, int limit) {
        refuseEmpty(limit);
        return of(projection, List.of(), parked -> parked.behind(after, limit));
    }

    private static void refuseEmpty(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("A list of dead letters holds at least 1, not " + limit + ".");
        }
    }

    @Override
    public Optional<DeadLetter> find(ProjectionId projection, long position) {
        return of(projection, Optional.empty(), parked -> parked.at(position));
    }

    @Override
    public List<DeadLetter> ofStream(ProjectionId projection, StreamId stream, long after, int limit) {
        refuseEmpty(limit);
        return of(projection, List.of(), parked -> parked.ofStream(stream, after, limit));
    }

    @Override
    public Optional<String> payload(long position) {
        return log.eventAt(position).map(event -> event.payload().toString());
    }

    @Override
    public Set<StreamId> streams(ProjectionId projection, Segment segment) {
        return of(projection, Set.of(), parked -> parked.streams(segment));
    }

    @Override
    public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
        return of(projection, Set.of(), parked -> parked.dueStreams(segment));
    }

    @Override
    public int retry(ProjectionId projection, StreamId stream) {
        return of(projection, 0, parked -> parked.retry(stream));
    }

    @Override
    public int retryAll(ProjectionId projection) {
        return of(projection, 0, ParkedEvents::retryAll);
    }

    @Override
    public boolean discard(ProjectionId projection, long position) {
        return of(projection, false, parked -> parked.unpark(position));
    }

    private <T> T of(ProjectionId projection, T none, Function<ParkedEvents, T> step) {
        log.refuseIfClosed();
        return projections.atOnce(() -> projections
                .find(projection)
                .map(version -> step.apply(version.parked()))
                .orElse(none));
    }
}

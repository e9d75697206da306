package io.eventcore.projections;

import io.eventcore.DeadLetter;
import io.eventcore.DeadLetters;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Of a projection that puts nothing aside. */
final class NoDeadLetters implements DeadLetters {

    @Override
    public List<DeadLetter> list(ProjectionId projection, long after, int limit) {
        return List.of();
    }

    @Override
    public Optional<DeadLetter> find(ProjectionId projection, long position) {
        return Optional.empty();
    }

    @Override
    public List<DeadLetter> ofStream(ProjectionId projection, StreamId stream, long after, int limit) {
        return List.of();
    }

    @Override
    public Optional<String> payload(long position) {
        return Optional.empty();
    }

    @Override
    public Set<StreamId> streams(ProjectionId projection, Segment segment) {
        return Set.of();
    }

    @Override
    public Set<StreamId> dueStreams(ProjectionId projection, Segment segment) {
        return Set.of();
    }

    @Override
    public int retry(ProjectionId projection, StreamId stream) {
        return 0;
    }

    @Override
    public int retryAll(ProjectionId projection) {
        return 0;
    }

    @Override
    public boolean discard(ProjectionId projection, long position) {
        return false;
    }
}

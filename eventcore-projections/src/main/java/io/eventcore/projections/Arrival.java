package io.eventcore.projections;

import io.eventcore.CheckpointAheadException;
import io.eventcore.EventCoreException;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import io.eventcore.UnknownProjectionException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Waits until segments have come to a position, those of this runner and those of others. Thread-safe. */
final class Arrival {

    /** How often the checkpoints of other instances are looked at. */
    private static final Duration LOOK_AT_OTHERS = Duration.ofMillis(20);

    private final RunState state;
    private final Supplier<ProjectionStore> checkpoints;

    Arrival(RunState state, Supplier<ProjectionStore> checkpoints) {
        this.state = state;
        this.checkpoints = checkpoints;
    }

    /**
     * Waits.
     *
     * @param streams the segments of these count; all if there is none
     * @return false if the time ended first
     * @throws ProjectionFailedException if the runner failed before it came there
     * @throws ExecutionInterruptedException if the calling thread is interrupted
     */
    boolean await(long position, Collection<StreamId> streams, Duration timeout) {
        try {
            return awaitInterruptibly(position, streams, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExecutionInterruptedException(
                    "The thread was interrupted while it waited for projection '" + state.projection()
                            + "' to reach position " + position + ".",
                    e);
        }
    }

    private boolean awaitInterruptibly(long position, Collection<StreamId> streams, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
        while (true) {
            long seen = state.changes();
            // Before the look: it may have come there, and failed behind it.
            Optional<EventCoreException> failure = state.status().failure();
            if (failure.filter(CheckpointAheadException.class::isInstance).isPresent()) {
                refuseIfFailed(position, failure); // where the checkpoint is says nothing about this log
            }
            Where where = look(position, streams);
            if (where == Where.THERE) {
                return true;
            }
            refuseIfFailed(position, failure);
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            long pause = where == Where.BEHIND_HERE ? left : Math.min(left, LOOK_AT_OTHERS.toNanos());
            state.awaitChange(seen, Duration.ofNanos(pause));
        }
    }

    private Where look(long position, Collection<StreamId> streams) {
        int count = state.segments();
        if (position <= 0) {
            return Where.THERE;
        }
        if (count > 0) {
            Set<Segment> behind = state.notYetAt(position, segments(streams, count));
            if (behind.isEmpty()) {
                return Where.THERE;
            }
            if (state.worksOnAny(behind)) {
                return Where.BEHIND_HERE;
            }
        }
        return lookAtCheckpoints(position, streams) ? Where.THERE : Where.BEHIND_ELSEWHERE;
    }

    private boolean lookAtCheckpoints(long position, Collection<StreamId> streams) {
        Map<Segment, Long> positions;
        try {
            positions = checkpoints.get().positions(state.projection());
        } catch (UnknownProjectionException notYet) {
            return false;
        }
        Set<Segment> wanted = segments(streams, positions.size());
        return positions.entrySet().stream()
                .filter(entry -> wanted.contains(entry.getKey()))
                .allMatch(entry -> entry.getValue() >= position);
    }

    private static Set<Segment> segments(Collection<StreamId> streams, int count) {
        return streams.isEmpty()
                ? IntStream.range(0, count)
                        .mapToObj(number -> new Segment(number, count))
                        .collect(Collectors.toSet())
                : streams.stream().map(stream -> Segment.of(stream, count)).collect(Collectors.toSet());
    }

    private void refuseIfFailed(long position, Optional<EventCoreException> failure) {
        if (failure.isPresent()) {
            EventCoreException cause = failure.get();
            throw new ProjectionFailedException(
                    state.projection().name(),
                    state.status().position(),
                    "it will not reach position " + position + ": " + cause,
                    cause);
        }
    }

    private enum Where {
        THERE,
        BEHIND_HERE,
        BEHIND_ELSEWHERE
    }
}

package io.eventcore.memory;

import io.eventcore.ProjectionId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Changes to a projection, one at a time over all versions of its name, most of them while no segment does any work. A
 * segment that was opened before is waited for; none is opened meanwhile, because that is a change too.
 */
final class Standstill {

    private final KnownProjections projections;
    private final Map<String, ReentrantLock> changes = new ConcurrentHashMap<>();

    Standstill(KnownProjections projections) {
        this.projections = projections;
    }

    /** While no other change is made; segments go on. */
    <T> T ofChanges(ProjectionId projection, Callable<T> change) throws Exception {
        ReentrantLock lock = changes.computeIfAbsent(projection.name(), name -> new ReentrantLock());
        lock.lock();
        try {
            return change.call();
        } finally {
            lock.unlock();
        }
    }

    /** While no segment of the projection does any work. */
    void of(ProjectionId projection, Consumer<ProjectionVersion> change) {
        unchecked(() -> ofChanges(projection, () -> {
            List<SegmentCheckpoint> segments =
                    projections.atOnce(() -> projections.known(projection).segments());
            return inTheirTurns(segments, () -> {
                projections.atOnce(() -> change.accept(projections.known(projection)));
                return true;
            });
        }));
    }

    /** While no segment does any work of the version that serves readers, if there is one. */
    <T> T ofWhatServes(ProjectionId projection, Callable<T> change) throws Exception {
        return ofChanges(projection, () -> {
            Optional<List<SegmentCheckpoint>> serving = projections.atOnce(
                    () -> projections.active(projection.name()).map(ProjectionVersion::segments));
            return inTheirTurns(serving.orElse(List.of()), change);
        });
    }

    private static <T> T inTheirTurns(List<SegmentCheckpoint> segments, Callable<T> change) throws Exception {
        segments.forEach(segment -> segment.turn.lock());
        try {
            return change.call();
        } finally {
            segments.forEach(segment -> segment.turn.unlock());
        }
    }

    private static void unchecked(Callable<Boolean> change) {
        try {
            change.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("A change of a projection threw what none throws.", e);
        }
    }
}

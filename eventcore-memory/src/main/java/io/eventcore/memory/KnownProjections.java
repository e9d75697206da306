package io.eventcore.memory;

import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionId;
import io.eventcore.UnknownProjectionException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * All versions of all projections, which of them serve readers, and the one lock that makes each look and each change a
 * single moment. Everything but {@link #atOnce} is called with that lock held.
 */
final class KnownProjections {

    private static final Comparator<ProjectionId> BY_NAME_AND_VERSION =
            Comparator.comparing(ProjectionId::name).thenComparing(ProjectionId::version);

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ProjectionId, ProjectionVersion> versions = new TreeMap<>(BY_NAME_AND_VERSION);
    private final Map<String, ProjectionVersion> active = new HashMap<>();
    private long lastToken;

    /** Nothing else looks or changes meanwhile. Never held while work runs. */
    <T> T atOnce(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    void atOnce(Runnable step) {
        atOnce(() -> {
            step.run();
            return true;
        });
    }

    void add(ProjectionVersion version) {
        versions.putIfAbsent(version.id(), version);
    }

    void remove(ProjectionVersion version) {
        version.takeEverythingBack();
        versions.remove(version.id());
        active.values().remove(version);
    }

    Optional<ProjectionVersion> find(ProjectionId id) {
        return Optional.ofNullable(versions.get(id));
    }

    /** @throws UnknownProjectionException if it is not known */
    ProjectionVersion known(ProjectionId id) {
        return find(id).orElseThrow(() -> new UnknownProjectionException(id));
    }

    Collection<ProjectionVersion> all() {
        return versions.values();
    }

    /** The version that serves readers. */
    Optional<ProjectionVersion> active(String name) {
        return Optional.ofNullable(active.get(name));
    }

    boolean isActive(ProjectionVersion version) {
        return active(version.id().name()).filter(version::equals).isPresent();
    }

    void activate(ProjectionVersion version) {
        active.put(version.id().name(), version);
    }

    /** @throws LeaseLostException if the lease is no longer the current one */
    SegmentCheckpoint heldWith(Lease lease) {
        return ifHeldWith(lease).orElseThrow(() -> new LeaseLostException(lease));
    }

    /** The segment of a lease, empty if the lease is lost. */
    Optional<SegmentCheckpoint> ifHeldWith(Lease lease) {
        return find(lease.projection()).flatMap(version -> version.ifHeldWith(lease));
    }

    /** @throws UnknownProjectionException if it is not known */
    boolean isOlderThanWhatServes(ProjectionId id) {
        return active(id.name())
                .filter(active -> active.id().version() > id.version())
                .isPresent();
    }

    /** How many positions; none if it is not behind, or nothing serves. */
    long behindWhatServes(ProjectionId id) {
        ProjectionVersion version = known(id);
        return active(id.name()).map(version::behind).orElse(0L);
    }

    /** Of all projections, so that a lease from before a removal is never mistaken for one from after it. */
    long nextToken() {
        return ++lastToken;
    }
}

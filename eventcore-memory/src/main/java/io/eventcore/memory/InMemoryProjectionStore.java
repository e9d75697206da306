package io.eventcore.memory;

import io.eventcore.DeadLetters;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import io.eventcore.StoredEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Projections as in a database: looks and changes are single moments, work runs under the lock of its segment.
 *
 * <p>Locks are taken in this order: that of the projection's name ({@link Standstill}), the turns of its segments by
 * number, that of {@link KnownProjections}, that of the {@link EventLog}. So work that changes projections, but for
 * moving its own checkpoint, may wait for ever.
 */
final class InMemoryProjectionStore implements ProjectionStore {

    /** How many positions a version may be behind the one that serves, so that it is waited for. */
    private static final long LITTLE = 10_000;

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

    private final EventLog log;
    private final Clock clock;
    private final KnownProjections projections = new KnownProjections();
    private final Standstill standstill = new Standstill(projections);
    private final SegmentWork work = new SegmentWork(projections, this::now);
    private final DeadLetters deadLetters;

    InMemoryProjectionStore(EventLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
        this.deadLetters = new InMemoryDeadLetters(log, projections);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    // Versions

    @Override
    public int register(ProjectionId projection, int segments, long position) {
        log.refuseIfClosed();
        ProjectionVersion unknown = new ProjectionVersion(projection, possible(segments), notNegative(position), now());
        return projections.atOnce(() -> {
            projections.add(unknown);
            return projections.known(projection).segments().size();
        });
    }

    /** @throws io.eventcore.ConfigurationException if there cannot be so many */
    private static int possible(int segments) {
        return new Segment(0, segments).count();
    }

    private static long notNegative(long position) {
        if (position < 0) {
            throw new IllegalArgumentException(
                    "A projection cannot start behind position " + position + "; 0 is the beginning.");
        }
        return position;
    }

    @Override
    public void remove(ProjectionId projection) {
        log.refuseIfClosed();
        standstill.of(projection, projections::remove);
    }

    @Override
    public List<SegmentState> segments() {
        log.refuseIfClosed();
        Instant now = now();
        return projections.atOnce(() -> {
            List<SegmentState> states = new ArrayList<>();
            for (ProjectionVersion version : projections.all()) {
                version.segments().forEach(segment -> states.add(state(version, segment, now)));
            }
            return states;
        });
    }

    private SegmentState state(ProjectionVersion version, SegmentCheckpoint segment, Instant now) {
        return new SegmentState(
                version.id(),
                projections.isActive(version),
                segment.segment(),
                segment.position(),
                log.eventAt(segment.position() + 1).map(StoredEvent::createdAt),
                segment.owner(now),
                segment.activity(),
                segment.error(),
                segment.errorAt(),
                segment.movedAt(),
                version.parked().count(segment.segment()));
    }

    @Override
    public Map<Segment, Long> positions(ProjectionId projection) {
        log.refuseIfClosed();
        return projections.atOnce(() -> projections.known(projection).positions());
    }

    // Leases

    @Override
    public Leases lease(ProjectionId projection, String instance, Duration duration) {
        log.refuseIfClosed();
        Instant now = now();
        return projections.atOnce(() -> {
            ProjectionVersion version = projections.known(projection);
            version.divideAnewIfIdle(now);
            version.lease(instance, now, now.plus(duration), projections::nextToken);
            return leases(version, instance, duration);
        });
    }

    private Leases leases(ProjectionVersion version, String instance, Duration duration) {
        Optional<ProjectionVersion> active = projections.active(version.id().name());
        return new Leases(
                version.leasesOf(instance, duration),
                version.share(instance),
                active.map(serving -> OptionalInt.of(serving.id().version())).orElse(OptionalInt.empty()),
                active.map(serving -> OptionalLong.of(serving.furthest())).orElse(OptionalLong.empty()),
                version.hasDueLetters(instance));
    }

    @Override
    public void release(Lease lease) {
        log.refuseIfClosed();
        projections.atOnce(() -> projections.ifHeldWith(lease).ifPresent(SegmentCheckpoint::release));
    }

    @Override
    public void leave(ProjectionId projection, String instance) {
        log.refuseIfClosed();
        projections.atOnce(() -> projections.find(projection).ifPresent(version -> version.leave(instance)));
    }

    @Override
    public void report(Lease lease, Activity activity, Optional<String> error) {
        log.refuseIfClosed();
        Instant now = now();
        projections.atOnce(
                () -> projections.ifHeldWith(lease).ifPresent(segment -> segment.report(activity, error, now)));
    }

    // Checkpoints

    @Override
    public long open(Lease lease, Work initialize, Work clear) throws Exception {
        log.refuseIfClosed();
        return standstill.ofChanges(lease.projection(), () -> work.open(lease, initialize, clear));
    }

    @Override
    public void advance(Lease lease, long from, long to, Work applied) throws Exception {
        log.refuseIfClosed();
        work.advance(lease, from, to, applied);
    }

    @Override
    public boolean activate(ProjectionId projection, Work switched) throws Exception {
        log.refuseIfClosed();
        return standstill.ofWhatServes(projection, () -> {
            boolean serves = projections.atOnce(() -> projections.isActive(projections.known(projection)));
            if (serves
                    || projections.atOnce(() -> projections.isOlderThanWhatServes(projection))
                    || !comesUpWithWhatServes(projection)) {
                return serves;
            }
            InMemoryTransaction transaction = new InMemoryTransaction();
            SegmentWork.run(switched, transaction);
            projections.atOnce(() -> {
                ProjectionVersion version = projections.known(projection);
                transaction.applyTo(version.parked(), now());
                projections.activate(version);
            });
            return true;
        });
    }

    /** What serves stands still meanwhile. */
    private boolean comesUpWithWhatServes(ProjectionId projection) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long behind = projections.atOnce(() -> projections.behindWhatServes(projection));
        while (behind > 0 && behind <= LITTLE && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            behind = projections.atOnce(() -> projections.behindWhatServes(projection));
        }
        return behind <= 0;
    }

    // Changes that operators make

    @Override
    public void reset(ProjectionId projection, long position, boolean clear) {
        log.refuseIfClosed();
        notNegative(position);
        Instant now = now();
        standstill.of(projection, version -> version.reset(position, clear, now));
    }

    @Override
    public void repartition(ProjectionId projection, int segments) {
        log.refuseIfClosed();
        int count = possible(segments);
        Instant now = now();
        standstill.of(projection, version -> version.repartition(count, now));
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }
}

package io.eventcore.memory;

import io.eventcore.CheckpointMovedException;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionStore.Work;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Runs work in the turn of a segment. A turn is taken before the lock of {@link KnownProjections}, and never the other
 * way round.
 */
final class SegmentWork {

    private final KnownProjections projections;
    private final Supplier<Instant> clock;

    SegmentWork(KnownProjections projections, Supplier<Instant> clock) {
        this.projections = projections;
        this.clock = clock;
    }

    long open(Lease lease, Work initialize, Work clear) throws Exception {
        SegmentCheckpoint segment = projections.atOnce(() -> projections.heldWith(lease));
        segment.turn.lock();
        try {
            boolean clears = projections.atOnce(() -> {
                projections.heldWith(lease);
                return projections.known(lease.projection()).mustClear();
            });
            InMemoryTransaction transaction = new InMemoryTransaction();
            run(initialize, transaction);
            if (clears) {
                run(clear, transaction);
            }
            return projections.atOnce(() -> opened(lease, clears, transaction));
        } finally {
            segment.turn.unlock();
        }
    }

    private long opened(Lease lease, boolean cleared, InMemoryTransaction transaction) {
        Instant now = clock.get();
        SegmentCheckpoint segment = projections.heldWith(lease);
        ProjectionVersion version = projections.known(lease.projection());
        transaction.applyTo(version.parked(), now);
        segment.open(lease);
        if (cleared) {
            version.cleared();
        }
        return segment.position();
    }

    void advance(Lease lease, long from, long to, Work work) throws Exception {
        SegmentCheckpoint segment = projections.atOnce(() -> projections.heldWith(lease));
        segment.turn.lock();
        try {
            projections.atOnce(() -> {
                projections.heldWith(lease);
                refuseUnlessAt(from, lease, segment);
            });
            InMemoryTransaction transaction = new InMemoryTransaction();
            run(work, transaction);
            projections.atOnce(() -> advanced(lease, segment, from, to, transaction));
        } finally {
            segment.turn.unlock();
        }
    }

    /**
     * Whoever got the lease meanwhile waits for this turn before it looks at the checkpoint, so the work counts; but
     * the work itself may have moved or closed its own segment: the lock lets its own thread in again.
     */
    private void advanced(Lease lease, SegmentCheckpoint segment, long from, long to, InMemoryTransaction transaction) {
        Instant now = clock.get();
        refuseUnlessAt(from, lease, segment);
        transaction.applyTo(projections.known(lease.projection()).parked(), now);
        segment.move(to, now);
    }

    private static void refuseUnlessAt(long from, Lease lease, SegmentCheckpoint segment) {
        if (!segment.isOpenedWith(lease)) {
            throw new LeaseLostException(lease);
        }
        if (segment.position() != from) {
            throw new CheckpointMovedException(lease, from, segment.position());
        }
    }

    /** What the work changed is to be applied when it has not thrown. */
    static void run(Work work, InMemoryTransaction transaction) throws Exception {
        try {
            work.run(transaction);
        } finally {
            transaction.end();
        }
    }
}

package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Stores that let those go on who have lost a segment, or stop those who have not. */
final class BrokenFences {

    private BrokenFences() {}

    /** The caller's word is taken for who holds the segment: any lease is as good as the current one. */
    static EventStore acceptingLostLeases(EventStore sound) {
        Map<ProjectionId, Map<Segment, Lease>> current = new ConcurrentHashMap<>();
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                Leases leases = projections.lease(projection, instance, duration);
                leases.held().forEach(lease -> currentOf(projection).put(lease.segment(), lease));
                return leases;
            }

            private Map<Segment, Lease> currentOf(ProjectionId projection) {
                return current.computeIfAbsent(projection, id -> new ConcurrentHashMap<>());
            }

            private Lease current(Lease lease) {
                return currentOf(lease.projection()).getOrDefault(lease.segment(), lease);
            }

            @Override
            public long open(Lease lease, Work initialize, Work clear) throws Exception {
                try {
                    return projections.open(lease, initialize, clear);
                } catch (LeaseLostException e) {
                    initialize.run(new BrokenCheckpoints.NoTransaction());
                    return 0;
                }
            }

            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                try {
                    projections.advance(current(lease), from, to, work);
                } catch (LeaseLostException e) {
                    work.run(new BrokenCheckpoints.NoTransaction());
                }
            }

            @Override
            public void release(Lease lease) {
                projections.release(current(lease));
            }

            @Override
            public void report(Lease lease, Activity activity, Optional<String> error) {
                projections.report(current(lease), activity, error);
            }
        });
    }

    /** Whoever loses one segment loses all. */
    static EventStore fencingTheWholeProjection(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void release(Lease lease) {
                projections.leave(lease.projection(), lease.owner());
            }
        });
    }

    /** One lock for everything. */
    static EventStore leasingInTurnWithWork(EventStore sound) {
        ReentrantLock one = new ReentrantLock();
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                one.lock();
                try {
                    return projections.lease(projection, instance, duration);
                } finally {
                    one.unlock();
                }
            }

            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                one.lock();
                try {
                    projections.advance(lease, from, to, work);
                } finally {
                    one.unlock();
                }
            }
        });
    }

    /** The work is done before its transaction begins. */
    static EventStore workingOutsideItsTransaction(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                work.run(new BrokenCheckpoints.NoTransaction());
                projections.advance(lease, from, to, NOTHING);
            }
        });
    }
}

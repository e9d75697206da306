package io.eventcore.testkit;

import io.eventcore.DeadLetters;
import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Passes everything on to other projections; broken ones change what passes. */
class ForwardingProjections implements ProjectionStore {

    final ProjectionStore projections;

    ForwardingProjections(ProjectionStore projections) {
        this.projections = projections;
    }

    static EventStore with(EventStore sound, UnaryOperator<ProjectionStore> change) {
        return new ForwardingStore(sound) {
            private final ProjectionStore changed = change.apply(store.projections());

            @Override
            public ProjectionStore projections() {
                return changed;
            }
        };
    }

    @Override
    public int register(ProjectionId projection, int segments, long position) {
        return projections.register(projection, segments, position);
    }

    @Override
    public void remove(ProjectionId projection) {
        projections.remove(projection);
    }

    @Override
    public List<SegmentState> segments() {
        return projections.segments();
    }

    @Override
    public Map<Segment, Long> positions(ProjectionId projection) {
        return projections.positions(projection);
    }

    @Override
    public Leases lease(ProjectionId projection, String instance, Duration duration) {
        return projections.lease(projection, instance, duration);
    }

    @Override
    public void release(Lease lease) {
        projections.release(lease);
    }

    @Override
    public void leave(ProjectionId projection, String instance) {
        projections.leave(projection, instance);
    }

    @Override
    public void report(Lease lease, Activity activity, Optional<String> error) {
        projections.report(lease, activity, error);
    }

    @Override
    public long open(Lease lease, Work initialize, Work clear) throws Exception {
        return projections.open(lease, initialize, clear);
    }

    @Override
    public void advance(Lease lease, long from, long to, Work work) throws Exception {
        projections.advance(lease, from, to, work);
    }

    @Override
    public boolean activate(ProjectionId projection, Work work) throws Exception {
        return projections.activate(projection, work);
    }

    @Override
    public void reset(ProjectionId projection, long position, boolean clear) {
        projections.reset(projection, position, clear);
    }

    @Override
    public void repartition(ProjectionId projection, int segments) {
        projections.repartition(projection, segments);
    }

    @Override
    public DeadLetters deadLetters() {
        return projections.deadLetters();
    }
}

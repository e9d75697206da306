package io.eventcore.testkit;

import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the tokens of each segment from 1, also of segments that come after a removal or a repartition. */
final class RestartingTokens extends ForwardingProjections {

    private final Map<ProjectionId, Map<Segment, List<Lease>>> given = new HashMap<>();

    RestartingTokens(ProjectionStore projections) {
        super(projections);
    }

    /** The leases of a segment that were given, each at its token less one. */
    private List<Lease> given(ProjectionId projection, Segment segment) {
        return given.computeIfAbsent(projection, id -> new HashMap<>())
                .computeIfAbsent(segment, each -> new ArrayList<>());
    }

    private Lease sound(Lease lease) {
        return given(lease.projection(), lease.segment()).get((int) lease.token() - 1);
    }

    private Lease restarted(Lease lease) {
        List<Lease> before = given(lease.projection(), lease.segment());
        if (before.isEmpty() || before.get(before.size() - 1).token() != lease.token()) {
            before.add(lease);
        }
        return BrokenLeases.withToken(lease, before.size());
    }

    @Override
    public void remove(ProjectionId projection) {
        given.remove(projection);
        projections.remove(projection);
    }

    @Override
    public Leases lease(ProjectionId projection, String instance, Duration duration) {
        Leases leases = projections.lease(projection, instance, duration);
        return BrokenLeases.withHeld(
                leases, leases.held().stream().map(this::restarted).toList());
    }

    @Override
    public void release(Lease lease) {
        projections.release(sound(lease));
    }

    @Override
    public long open(Lease lease, Work initialize, Work clear) throws Exception {
        return projections.open(sound(lease), initialize, clear);
    }

    @Override
    public void advance(Lease lease, long from, long to, Work work) throws Exception {
        projections.advance(sound(lease), from, to, work);
    }
}

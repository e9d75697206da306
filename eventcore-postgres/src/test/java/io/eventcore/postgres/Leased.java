package io.eventcore.postgres;

import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import java.time.Duration;

/** Segments as a runner gets them, without a runner. */
final class Leased {

    static final Duration LONG = Duration.ofMinutes(30);

    private Leased() {}

    /** Makes a projection of one segment known, and opens it. */
    static Lease open(ProjectionStore projections, String name) throws Exception {
        ProjectionId projection = new ProjectionId(name, 1);
        projections.register(projection, 1, 0);
        Lease lease = projections.lease(projection, name + "-host", LONG).held().get(0);
        projections.open(lease, ProjectionStore.NOTHING, ProjectionStore.NOTHING);
        return lease;
    }

    static long position(ProjectionStore projections, String name) {
        return projections
                .positions(new ProjectionId(name, 1))
                .values()
                .iterator()
                .next();
    }
}

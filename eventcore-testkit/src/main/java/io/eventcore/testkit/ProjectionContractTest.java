package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventReference;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** What the suites of projections share: names, and short words for what runners and operators do. */
abstract class ProjectionContractTest extends ContractTest {

    static final ProjectionId BALANCES = new ProjectionId("balances", 1);
    static final ProjectionId NEW_BALANCES = new ProjectionId("balances", 2);

    /** No test takes so long, so a lease never ends by itself. */
    static final Duration LONG = Duration.ofMinutes(30);

    /** Tests wait for the end of such a lease. */
    static final Duration SHORT = Duration.ofMillis(20);

    static final Work NOTHING = ProjectionStore.NOTHING;

    ProjectionContractTest(EventStoreContract adapter) {
        super(adapter);
    }

    final ProjectionStore projections() {
        return store.projections();
    }

    final Leases lease(ProjectionId projection, String instance) {
        return projections().lease(projection, instance, LONG);
    }

    final List<Lease> held(ProjectionId projection, String instance) {
        return lease(projection, instance).held();
    }

    final long open(Lease lease) throws Exception {
        return projections().open(lease, NOTHING, NOTHING);
    }

    /** Makes a projection known, and opens all its segments. */
    final List<Lease> opened(ProjectionId projection, int segments) throws Exception {
        projections().register(projection, segments, 0);
        List<Lease> leases = held(projection, "host-1");
        for (Lease lease : leases) {
            open(lease);
        }
        return leases;
    }

    /** Makes a projection known that has one segment, and opens it. */
    final Lease opened(ProjectionId projection) throws Exception {
        return opened(projection, 1).get(0);
    }

    /** Takes the lease from its holder, for another instance. */
    final Lease handOver(Lease lease, String instance) {
        projections().leave(lease.projection(), lease.owner());
        return held(lease.projection(), instance).stream()
                .filter(taken -> taken.segment().equals(lease.segment()))
                .findFirst()
                .orElseThrow();
    }

    /** Puts an event aside. */
    static Work parkingFailed(StoredEvent<?> event) {
        return transaction -> transaction.parkFailed(EventReference.to(event), "poison", 1);
    }

    /** Moves a checkpoint from wherever it is. */
    final void moveTo(Lease lease, long to) throws Exception {
        projections().advance(lease, position(lease.projection(), lease.segment()), to, NOTHING);
    }

    final List<Long> positions(ProjectionId projection) {
        return List.copyOf(projections().positions(projection).values());
    }

    final long position(ProjectionId projection) {
        List<Long> positions = positions(projection);
        assertThat(positions).as("%s has one segment", projection).hasSize(1);
        return positions.get(0);
    }

    private long position(ProjectionId projection, Segment segment) {
        return Optional.ofNullable(projections().positions(projection).get(segment))
                .orElseThrow(() -> new AssertionError(projection + " has no segment " + segment));
    }

    final List<SegmentState> states(ProjectionId projection) {
        return projections().segments().stream()
                .filter(state -> state.projection().equals(projection))
                .toList();
    }

    final SegmentState state(ProjectionId projection) {
        List<SegmentState> states = states(projection);
        assertThat(states).as("%s has one segment", projection).hasSize(1);
        return states.get(0);
    }

    /** Asks until there is an answer. */
    final <T> T await(String what, Supplier<Optional<T>> answer) {
        long end = System.nanoTime() + sizes.patience().toNanos();
        while (System.nanoTime() < end) {
            Optional<T> found = answer.get();
            if (found.isPresent()) {
                return found.get();
            }
            LockSupport.parkNanos(500_000);
        }
        throw new AssertionError("In " + sizes.patience() + " it did not happen that " + what + ".");
    }
}

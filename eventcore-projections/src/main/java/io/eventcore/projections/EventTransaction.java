package io.eventcore.projections;

import io.eventcore.EventReference;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import java.util.List;

/**
 * Applies events and moves the checkpoint: in one transaction, or, for an {@link ExternalProjection}, first the one and
 * then the other. Used by one thread.
 */
final class EventTransaction {

    private final Lease lease;
    private final LogGuard log;
    private final LeaseClock leaseClock;
    private final ProjectionStore store;
    private final Projection<Object> projection;
    private final ProjectionTelemetry telemetry;
    private final WantedEvents wanted;
    private final boolean external;
    private final Delivery delivery;

    EventTransaction(RunPlan plan, Lease lease, LogGuard log, LeaseClock leaseClock) {
        this.lease = lease;
        this.log = log;
        this.leaseClock = leaseClock;
        this.store = plan.store();
        this.projection = plan.projection();
        this.telemetry = plan.telemetry();
        this.wanted = plan.wanted();
        this.external = projection instanceof ExternalProjection<?>;
        this.delivery = new Delivery(lease.projection(), lease.segment(), lease.token());
    }

    /** Applies events. */
    void apply(long from, long to, List<StoredEvent<Object>> events) throws Exception {
        apply(from, to, events, List.of());
    }

    /** Applies events, and puts others aside whose streams are parked. */
    void apply(long from, long to, List<StoredEvent<Object>> events, List<EventReference> behind) throws Exception {
        applyWith(from, to, events, unit -> behind.forEach(unit::parkBehind));
    }

    /** Applies a dead letter and takes it out. */
    void applyDeadLetter(long at, StoredEvent<Object> event) throws Exception {
        applyWith(at, at, List.of(event), unit -> unit.unpark(event.position()));
    }

    /** Puts an event aside whose stream is parked. */
    void parkBehind(long from, long to, EventReference event) throws Exception {
        advance(from, to, unit -> unit.parkBehind(event));
    }

    /** Moves the checkpoint. All of it happens in the log that the position belongs to, or nothing does. */
    void advance(long from, long to, Work work) throws Exception {
        store.advance(lease, from, to, unit -> {
            log.check();
            work.run(unit);
        });
    }

    private void applyWith(long from, long to, List<StoredEvent<Object>> events, Work more) throws Exception {
        telemetry.apply(events, () -> {
            if (external) {
                refuseIfLeaseRanOut();
                log.check();
                applyAll(events, delivery);
                advance(from, to, more);
            } else {
                advance(from, to, unit -> {
                    applyAll(events, unit);
                    more.run(unit);
                });
            }
        });
    }

    /** Nothing stops an external target from what another instance may have got meanwhile. */
    private void refuseIfLeaseRanOut() {
        if (!leaseClock.isValid()) {
            throw new LeaseLostException(lease);
        }
    }

    private void applyAll(List<StoredEvent<Object>> events, UnitOfWork unit) throws Exception {
        if (!events.isEmpty()) {
            projection.applyBatch(wanted.partsOf(events), unit);
        }
    }

    /** Something that moves the checkpoint. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }
}

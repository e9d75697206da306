package io.eventcore.projections;

import io.eventcore.DeadLetters;
import io.eventcore.EventReference;
import io.eventcore.FeedPage;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies pages of the feed to one segment of a projection, each together with its checkpoint, and knows how far it has
 * come. Used by one thread.
 */
final class EventApplier {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    /**
     * How far, and how long, the position may run ahead of the checkpoint over events that the projection does not want.
     * Losing these steps is safe: who reads them again finds nothing to apply. Saving each would cost a write per poll.
     */
    private static final long UNSAVED_POSITIONS = 1_000;

    private static final long UNSAVED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunPlan plan;
    private final Lease lease;
    private final ProjectionStore store;
    private final Projection<Object> projection;
    private final EventTransaction transaction;
    private final FailingEvent failing;
    private final BooleanSupplier mustEnd;
    private final Set<StreamId> parked = new HashSet<>();
    private long saved;
    private long savedAtNanos;
    private long position;
    private long applied;

    /**
     * Applies nothing yet.
     *
     * @param mustEnd whether the work on the segment is to end, also while an event fails
     */
    EventApplier(
            RunPlan plan,
            Lease lease,
            LogGuard log,
            LeaseClock leaseClock,
            SegmentReport report,
            BooleanSupplier mustEnd) {
        this.plan = plan;
        this.lease = lease;
        this.store = plan.store();
        this.projection = plan.projection();
        this.transaction = new EventTransaction(plan, lease, log, leaseClock);
        this.failing = new FailingEvent(plan, report, mustEnd);
        this.mustEnd = mustEnd;
    }

    /** Every wanted event up to here is applied, or put aside. */
    long position() {
        return position;
    }

    /** How many events were applied since the last call. */
    long takeApplied() {
        long count = applied;
        applied = 0;
        return count;
    }

    /**
     * Goes to the checkpoint and lets the projection prepare its target. After an outage the checkpoint may be further
     * than this runner knows: the commit happened, only its answer was lost.
     */
    void open() throws Exception {
        try {
            saved = store.open(lease, projection::initialize, projection::clear);
        } catch (Throwable failure) {
            if (Faults.isOfTheProjection(failure) && !Outage.isSeenBesideAnEvent(failure)) {
                throw Faults.failed(
                        lease,
                        position,
                        "initialize failed: " + FailureTexts.of(failure),
                        FailureTexts.cleaned(failure));
            }
            throw failure;
        }
        savedAtNanos = System.nanoTime();
        position = saved;
        parked.clear();
        parked.addAll(store.deadLetters().streams(lease.projection(), lease.segment()));
    }

    /** Applies a page; when that fails, keeps what comes before the failing event. */
    void apply(FeedPage page) throws Exception {
        List<StoredEvent<Object>> wanted =
                page.events().stream().filter(plan.wanted()::contains).toList();
        if (wanted.isEmpty()) {
            position = page.position();
            saveIfDue();
            return;
        }
        try {
            advance(page.position(), wanted);
        } catch (Throwable failure) {
            if (!Faults.isOfTheProjection(failure)) {
                throw failure;
            }
            if (applyOneByOne(wanted, failure)) {
                position = page.position();
            }
        }
    }

    /** Does what the policy says with an event that cannot be decoded. */
    void apply(UndecodableEventException undecodable) throws Exception {
        EventReference event = undecodable.event();
        if (parked.contains(event.stream())) {
            move(event.position(), () -> transaction.parkBehind(saved, event.position(), event));
        } else {
            giveUp(event, undecodable, 1);
        }
    }

    /** Moves the checkpoint to the position, if it is not there. */
    void save() throws Exception {
        if (position > saved) {
            move(position, () -> transaction.advance(saved, position, ProjectionStore.NOTHING));
        }
    }

    /** Moves the checkpoint to the position, if that has run ahead far enough, or for long enough. */
    void saveIfDue() throws Exception {
        if (position - saved >= UNSAVED_POSITIONS || System.nanoTime() - savedAtNanos >= UNSAVED_NANOS) {
            save();
        }
    }

    /** Applies the dead letters of streams that are due, as far as they succeed. */
    void applyDeadLetters() throws Exception {
        save();
        DeadLetters letters = store.deadLetters();
        Set<StreamId> due = letters.dueStreams(lease.projection(), lease.segment());
        for (StreamId stream : due) {
            if (mustEnd.getAsBoolean()) {
                return;
            }
            DueStream dueStream = new DueStream(plan, lease, transaction, stream, mustEnd);
            boolean free = dueStream.apply(saved);
            applied += dueStream.applied();
            if (free) {
                parked.remove(stream);
            }
        }
    }

    private void advance(long to, List<StoredEvent<Object>> events) throws Exception {
        if (parked.isEmpty()) {
            move(to, () -> transaction.apply(saved, to, events));
            applied += events.size();
            return;
        }
        List<StoredEvent<Object>> free = new ArrayList<>(events.size());
        List<EventReference> behind = new ArrayList<>();
        for (StoredEvent<Object> event : events) {
            if (parked.contains(event.stream())) {
                behind.add(EventReference.to(event));
            } else {
                free.add(event);
            }
        }
        move(to, () -> transaction.apply(saved, to, free, behind));
        applied += free.size();
    }

    /**
     * A transaction for each event finds the failing one even where only the commit complains.
     *
     * @return false if the work must end before all are applied
     */
    private boolean applyOneByOne(List<StoredEvent<Object>> events, Throwable batchFailure) throws Exception {
        boolean allSucceeded = true;
        for (StoredEvent<Object> event : events) {
            int attempts = 0;
            boolean done = false;
            while (!done) {
                if (mustEnd.getAsBoolean()) {
                    return false;
                }
                attempts++;
                try {
                    advance(event.position(), List.of(event));
                    failing.succeeded(attempts);
                    done = true;
                } catch (Throwable failure) {
                    if (!Faults.isOfTheProjection(failure)) {
                        throw failure;
                    }
                    allSucceeded = false;
                    done = failing.isLastAttempt(attempts);
                    if (done) {
                        giveUp(EventReference.to(event), failure, attempts);
                    } else {
                        failing.pause(EventReference.to(event), failure, attempts);
                    }
                }
            }
        }
        if (allSucceeded) {
            LOG.warn(
                    "Projection '{}' failed on a batch up to position {}, but applied its events one by one.",
                    lease.projection(),
                    position,
                    FailureTexts.cleaned(batchFailure));
        }
        return true;
    }

    private void giveUp(EventReference event, Throwable failure, int attempts) throws Exception {
        switch (plan.config().failurePolicy().last()) {
            case STOP ->
                throw Faults.failed(
                        lease, position, FailingEvent.describe(event, failure), FailureTexts.cleaned(failure));
            case SKIP -> {
                move(event.position(), () -> transaction.advance(saved, event.position(), ProjectionStore.NOTHING));
                failing.skipped(event, failure, attempts);
            }
            case PARK -> {
                move(
                        event.position(),
                        () -> transaction.advance(
                                saved,
                                event.position(),
                                unit -> unit.parkFailed(event, FailingEvent.text(failure), attempts)));
                parked.add(event.stream());
                failing.parked(event, failure, attempts);
            }
        }
    }

    private void move(long to, EventTransaction.Step step) throws Exception {
        step.run();
        saved = to;
        savedAtNanos = System.nanoTime();
        position = to;
    }
}

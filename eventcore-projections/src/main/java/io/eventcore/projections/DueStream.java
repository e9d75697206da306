package io.eventcore.projections;

import io.eventcore.DeadLetter;
import io.eventcore.EventReference;
import io.eventcore.FeedPage;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the dead letters of one stream, in order, until one fails again. Used by one thread, once. */
final class DueStream {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private final RunPlan plan;
    private final Lease lease;
    private final EventTransaction transaction;
    private final StreamId stream;
    private final BooleanSupplier mustEnd;
    private long applied;

    DueStream(RunPlan plan, Lease lease, EventTransaction transaction, StreamId stream, BooleanSupplier mustEnd) {
        this.plan = plan;
        this.lease = lease;
        this.transaction = transaction;
        this.stream = stream;
        this.mustEnd = mustEnd;
    }

    /** How many events were applied. */
    long applied() {
        return applied;
    }

    /**
     * Applies what it can.
     *
     * @param at where the checkpoint is; it stays there
     * @return whether the stream has no dead letter left
     */
    boolean apply(long at) throws Exception {
        List<DeadLetter> letters = plan.store().deadLetters().ofStream(lease.projection(), stream);
        for (int i = 0; i < letters.size(); i++) {
            if (mustEnd.getAsBoolean()) {
                return false;
            }
            DeadLetter letter = letters.get(i);
            if (isDiscarded(letter)) {
                continue;
            }
            try {
                apply(at, letter.event());
            } catch (Throwable failure) {
                if (!(failure instanceof UndecodableEventException) && !Faults.isOfTheProjection(failure)) {
                    throw failure;
                }
                parkAgain(at, letter, letters.subList(i + 1, letters.size()), failure);
                return false;
            }
        }
        LOG.info("Projection '{}' applied all dead letters of stream '{}'.", lease.projection(), stream);
        return true;
    }

    /** Somebody may have dropped it while those before it were applied. */
    private boolean isDiscarded(DeadLetter letter) {
        return plan.store()
                .deadLetters()
                .find(lease.projection(), letter.event().position())
                .isEmpty();
    }

    private void apply(long at, EventReference reference) throws Exception {
        FeedPage page = plan.feed()
                .readAlone(reference.position() - 1, plan.wanted().filter().withStreams(List.of(stream)), 1);
        for (StoredEvent<Object> event : page.events()) {
            if (event.position() == reference.position() && plan.wanted().contains(event)) {
                transaction.applyDeadLetter(at, event);
                applied++;
                return;
            }
        }
        // The filter has changed since, or its payload is of another family after all.
        transaction.advance(at, at, unit -> unit.unpark(reference.position()));
    }

    /** The one that failed is not due any more, nor are those behind it. */
    private void parkAgain(long at, DeadLetter letter, List<DeadLetter> later, Throwable failure) throws Exception {
        LOG.warn(
                "Projection '{}' put an event aside again: {}",
                lease.projection(),
                FailingEvent.describe(letter.event(), failure),
                FailureTexts.cleaned(failure));
        Work parking = unit -> {
            unit.parkFailed(letter.event(), FailingEvent.text(failure), letter.attempts() + 1);
            later.stream().filter(DeadLetter::due).forEach(behind -> unit.parkBehind(behind.event()));
        };
        transaction.advance(at, at, parking);
    }
}

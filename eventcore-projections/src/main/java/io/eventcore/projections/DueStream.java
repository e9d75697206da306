package io.eventcore.projections;

import io.eventcore.DeadLetter;
import io.eventcore.EventReference;
import io.eventcore.FeedPage;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UndecodableEventException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Applies the dead letters of one stream, in order, until one fails again. Used by one thread, once. */
final class DueStream {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    /** How many letters are in memory at once. */
    private static final int PAGE = 500;

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
        List<DeadLetter> letters = behind(0);
        while (!letters.isEmpty()) {
            for (DeadLetter letter : letters) {
                if (mustEnd.getAsBoolean() || !apply(at, letter)) {
                    return false;
                }
            }
            letters = behind(positionOf(letters.get(letters.size() - 1)));
        }
        LOG.info("Projection '{}' applied all dead letters of stream '{}'.", lease.projection(), stream);
        return true;
    }

    private List<DeadLetter> behind(long position) {
        return plan.store().deadLetters().ofStream(lease.projection(), stream, position, PAGE);
    }

    private static long positionOf(DeadLetter letter) {
        return letter.event().position();
    }

    /** Returns whether it is gone. */
    private boolean apply(long at, DeadLetter letter) throws Exception {
        if (isDiscarded(letter)) {
            return true;
        }
        try {
            apply(at, letter.event());
            return true;
        } catch (Throwable failure) {
            if (!(failure instanceof UndecodableEventException) && !Faults.isOfTheProjection(failure)) {
                throw failure;
            }
            parkAgain(at, letter, failure);
            return false;
        }
    }

    /** Somebody may have dropped it while those before it were applied. */
    private boolean isDiscarded(DeadLetter letter) {
        return plan.store()
                .deadLetters()
                .find(lease.projection(), positionOf(letter))
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
    private void parkAgain(long at, DeadLetter letter, Throwable failure) throws Exception {
        LOG.warn(
                "Projection '{}' put an event aside again: {}",
                lease.projection(),
                FailingEvent.describe(letter.event(), failure),
                FailureTexts.cleaned(failure));
        List<EventReference> due = dueBehind(letter);
        Work parking = unit -> {
            unit.parkFailed(letter.event(), FailingEvent.text(failure), letter.attempts() + 1);
            due.forEach(unit::parkBehind);
        };
        transaction.advance(at, at, parking);
    }

    /** Mostly none: only the first letter of a stream is made due. */
    private List<EventReference> dueBehind(DeadLetter letter) {
        List<EventReference> due = new ArrayList<>();
        List<DeadLetter> later = behind(positionOf(letter));
        while (!later.isEmpty()) {
            later.stream().filter(DeadLetter::due).map(DeadLetter::event).forEach(due::add);
            later = behind(positionOf(later.get(later.size() - 1)));
        }
        return due;
    }
}

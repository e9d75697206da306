package io.eventcore.projections;

import io.eventcore.EventReference;
import io.eventcore.SegmentState.Activity;
import io.eventcore.internal.Words;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is told, and how long is waited, while an event fails. Used by one thread. */
final class FailingEvent {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private static final int LONGEST_TEXT = 4_000;

    private final RunPlan plan;
    private final SegmentReport report;
    private final BooleanSupplier mustEnd;

    FailingEvent(RunPlan plan, SegmentReport report, BooleanSupplier mustEnd) {
        this.plan = plan;
        this.report = report;
        this.mustEnd = mustEnd;
    }

    boolean isLastAttempt(int attempts) {
        return attempts >= plan.config().failurePolicy().attempts();
    }

    /** Waits before the next attempt, or until the work on the segment must end. */
    void pause(EventReference event, Throwable failure, int attempts) throws InterruptedException {
        Duration pause = plan.config().failurePolicy().pauseAfter(attempts);
        LOG.warn(
                "Projection '{}' failed on an event and tries it again in {}: {}",
                plan.state().projection(),
                Words.inWords(pause),
                describe(event, failure));
        LOG.debug("Attempt {} failed.", attempts, FailureTexts.cleaned(failure));
        plan.telemetry().retried();
        report.tell(Activity.RETRYING, describe(event, failure));
        plan.state().awaitEndOf(pause, mustEnd);
    }

    void succeeded(int attempts) {
        if (attempts > 1) {
            report.tell(Activity.RUNNING);
        }
    }

    void skipped(EventReference event, Throwable failure, int attempts) {
        LOG.warn(
                "Projection '{}' left an event out after {}: {}",
                plan.state().projection(),
                Words.count(attempts, "attempt"),
                describe(event, failure),
                FailureTexts.cleaned(failure));
        plan.telemetry().skipped();
        report.tell(Activity.RUNNING, describe(event, failure));
    }

    void parked(EventReference event, Throwable failure, int attempts) {
        LOG.warn(
                "Projection '{}' put an event aside after {}, and will put aside what follows in its stream: {}",
                plan.state().projection(),
                Words.count(attempts, "attempt"),
                describe(event, failure),
                FailureTexts.cleaned(failure));
        plan.telemetry().parked();
        report.tell(Activity.RUNNING, describe(event, failure));
    }

    static String describe(EventReference event, Throwable failure) {
        return "it failed on event " + event.version() + " of stream '" + event.stream() + "', at position "
                + event.position() + ", of type '" + event.type() + "': " + FailureTexts.of(failure);
    }

    /** What the store keeps of a failure. */
    static String text(Throwable failure) {
        // PostgreSQL has no NUL in texts.
        String text = FailureTexts.of(failure).replace('\0', ' ');
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + " ...";
    }
}

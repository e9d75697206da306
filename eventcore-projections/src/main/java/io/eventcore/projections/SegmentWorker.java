package io.eventcore.projections;

import io.eventcore.CheckpointAheadException;
import io.eventcore.CheckpointMovedException;
import io.eventcore.EventFeed.Subscription;
import io.eventcore.FeedPage;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.Segment;
import io.eventcore.SegmentState.Activity;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StoredEvent;
import io.eventcore.UndecodableEventException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works on one segment, on a thread of its own, from its checkpoint until it is told to end, or fails. */
final class SegmentWorker {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private final RunPlan plan;
    private final Lease lease;
    private final LeaseClock leaseClock;
    private final Runnable whenSomethingHappened;
    private final Segment segment;
    private final RunState state;
    private final Pacing pacing;
    private final Outage outage;
    private final SegmentReport report;
    private final LogGuard log;
    private final EventApplier applier;
    private final ReadAhead pages;
    private final Thread thread;

    private volatile boolean endRequested;
    private volatile boolean deadLettersDue;
    private volatile boolean ended;
    private volatile @Nullable Throwable failure;
    private boolean open;
    private long head;

    /**
     * Prepares the work.
     *
     * @param whenSomethingHappened called when the segment is open, has come to the target of the run, and has ended
     */
    SegmentWorker(RunPlan plan, Lease lease, LeaseClock leaseClock, Runnable whenSomethingHappened) {
        this.plan = plan;
        this.lease = lease;
        this.leaseClock = leaseClock;
        this.whenSomethingHappened = whenSomethingHappened;
        this.segment = lease.segment();
        this.state = plan.state();
        this.pacing = new Pacing(plan.config());
        this.outage = new Outage(state.projection().toString(), plan.config());
        this.report = new SegmentReport(plan, lease);
        this.log = new LogGuard(plan.feed());
        this.applier = new EventApplier(plan, lease, log, leaseClock, report, this::mustEnd);
        String threadName = "eventcore-projection-" + state.projection().name() + "-" + segment.number();
        this.pages = new ReadAhead(
                threadName,
                plan.feed().reader(plan.wanted().filter().withSegment(segment)),
                plan.config().batchSize());
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    void start() {
        state.hold(segment, thread);
        try {
            thread.start();
        } catch (Throwable noThread) {
            state.letGo(segment, thread);
            throw noThread;
        }
    }

    Lease lease() {
        return lease;
    }

    boolean isEnded() {
        return ended;
    }

    Thread thread() {
        return thread;
    }

    /** Why it ended, if something failed. */
    @Nullable Throwable failure() {
        return failure;
    }

    /** Lets it end after the current batch. Does not wait. */
    void requestEnd() {
        endRequested = true;
        pacing.wake();
        state.wake();
    }

    /** Gives up the current batch. Does not wait. */
    void interrupt() {
        endRequested = true;
        thread.interrupt();
    }

    void wake() {
        pacing.wake();
    }

    /** Dead letters wait to be applied again. */
    void deadLettersAreDue() {
        deadLettersDue = true;
        pacing.wake();
    }

    /**
     * Waits for the end; not longer if this is its own thread, and also when interrupted.
     *
     * @return whether it was interrupted meanwhile
     */
    boolean awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        return interrupted;
    }

    private boolean mustEnd() {
        return endRequested || state.stopRequested();
    }

    private void run() {
        try {
            follow();
        } catch (LeaseLostException lost) {
            LOG.info("{} It goes on if it gets the segment again.", lost.problem());
        } catch (Throwable reason) {
            if (reason instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
                LOG.debug("Projection '{}' was interrupted on segment {}.", state.projection(), segment);
                // Unless the run itself did it, it is to end, too.
                failure = endRequested ? null : new InterruptedException("segment " + segment);
            } else {
                report.tell(Activity.FAILED, FailingEvent.text(reason));
                failure = reason;
            }
        } finally {
            pages.close();
            ended = true;
            whenSomethingHappened.run();
        }
    }

    private void follow() throws Exception {
        // Subscribed before the first poll: no commit falls between the two.
        try (Subscription subscription = plan.feed().onCommit(pacing::wake)) {
            while (state.awaitTurn(segment, () -> endRequested, report::tell)) {
                if (!mayWork()) {
                    pacing.rest();
                } else if (pollThroughOutage() == Found.NOTHING_MORE) {
                    pacing.rest();
                }
            }
            saveBeforeTheEnd();
            LOG.debug("Segment {} ended; {} is closed.", segment, subscription);
        }
    }

    /** Another instance may have the segment when the lease has run out here; only the store stops what it commits. */
    private boolean mayWork() {
        return leaseClock.isValid() || !(plan.projection() instanceof ExternalProjection<?>);
    }

    private Found pollThroughOutage() throws Exception {
        try {
            if (!open) {
                open();
            }
            if (deadLettersDue) {
                deadLettersDue = false;
                applier.applyDeadLetters();
            }
            Found found = poll();
            outage.end();
            report.tell(Activity.RUNNING);
            return found;
        } catch (LogChangedException changed) {
            if (!plan.ridesOutOutages()) {
                throw changed;
            }
            LOG.warn(
                    "Projection '{}' opens segment {} again, from its checkpoint: {}",
                    state.projection(),
                    segment,
                    changed.getMessage());
            close();
            return Found.MAYBE_MORE;
        } catch (CheckpointMovedException moved) {
            LOG.warn("Projection '{}' opens the segment again: {}", state.projection(), moved.getMessage());
            close();
            report.tell(Activity.RETRYING, FailingEvent.text(moved));
            // Whoever moves it again and again must not make this a busy loop.
            state.awaitEndOf(plan.config().idlePoll(), this::mustEnd);
            return Found.MAYBE_MORE;
        } catch (Exception reason) {
            if (!plan.ridesOutOutages() || !Outage.isSeenBesideAnEvent(reason)) {
                throw reason;
            }
            boolean wasOpen = open;
            close();
            if (Outage.wasSilentForTooLong(reason)) {
                report.tell(
                        Activity.RETRYING,
                        wasOpen
                                ? "The process was suspended for longer than its lease."
                                : "initialize or clear sent nothing to the database for longer than the lease lasts, or the"
                                        + " process was suspended: if it goes on, lengthen the lease. "
                                        + FailingEvent.text(reason));
            } else if (!(reason instanceof StoreUnavailableException)) {
                // The storage is there, but does not do this: a lock, or too few connections.
                report.tell(Activity.RETRYING, FailingEvent.text(reason));
            }
            state.awaitEndOf(outage.next(reason), this::mustEnd);
            return Found.MAYBE_MORE;
        }
    }

    /** Goes on from what is stored: nothing that was read before is used any more. */
    private void open() throws Exception {
        log.begin();
        head = 0;
        if (plan.projection() instanceof InMemoryProjection<?, ?> model) {
            model.startAnewIn(log.epoch(), plan.feed()::head);
        }
        applier.open();
        long end = plan.feed().head();
        log.check();
        if (applier.position() > end) {
            // What comes up to there would be passed over, for it counts as applied.
            throw CheckpointAheadException.beyondTheEnd(lease, applier.position(), end);
        }
        open = true;
        state.tell(segment, progress -> progress.inThisLog = log::isTheSame);
        report.tell(Activity.RUNNING);
        tellProgress();
        whenSomethingHappened.run();
    }

    private void close() {
        open = false;
        pages.forget();
        plan.feed().forget();
        state.close(segment);
    }

    private Found poll() throws Exception {
        long before = applier.position();
        if (before >= lease.until() || before >= plan.target()) {
            // Who changes the number of segments, or waits for all to catch up, looks at the checkpoint.
            applier.save();
            return Found.NOTHING_MORE;
        }
        try {
            FeedPage page = upTo(lease.until(), pages.read(before));
            log.check();
            seen(page);
            if (page.position() < Math.min(plan.target(), lease.until())) {
                pages.startBehind(page);
            }
            applier.apply(page);
            state.tell(segment, progress -> progress.behindSince = null);
            if (page.events().isEmpty()) {
                applier.saveIfDue();
            } else {
                pacing.hot();
            }
            return before < page.position() && page.position() < head ? Found.MAYBE_MORE : Found.NOTHING_MORE;
        } catch (UndecodableEventException undecodable) {
            log.check();
            head = Math.max(head, undecodable.event().position());
            if (undecodable.event().position() > lease.until()) {
                applier.apply(new FeedPage(List.of(), lease.until(), head));
                return Found.NOTHING_MORE;
            }
            applier.apply(undecodable);
            return Found.MAYBE_MORE;
        } finally {
            tellProgress();
        }
    }

    /** The page without what lies behind a position. */
    private static FeedPage upTo(long until, FeedPage page) {
        if (page.position() <= until) {
            return page;
        }
        var events = page.events().stream().filter(event -> event.position() <= until);
        return new FeedPage(events.toList(), until, page.head(), page.bytes());
    }

    private void seen(FeedPage page) {
        head = page.head();
        long position = applier.position();
        Instant since =
                page.events().stream().findFirst().map(StoredEvent::createdAt).orElse(null);
        state.tell(segment, progress -> {
            progress.head = Math.max(page.head(), position);
            progress.inReach = true;
            progress.behindSince = since;
        });
    }

    private void tellProgress() {
        long position = applier.position();
        // Before the first page the head is not known, but it cannot lie before the checkpoint.
        head = Math.max(head, position);
        long applied = applier.takeApplied();
        state.progress(segment, position, head, applied);
        if (position >= plan.target()) {
            whenSomethingHappened.run();
        }
    }

    private void saveBeforeTheEnd() throws Exception {
        try {
            applier.save();
        } catch (Exception reason) {
            boolean isOfAnotherLog =
                    reason instanceof LogChangedException || reason instanceof CheckpointMovedException;
            if (!isOfAnotherLog && !Outage.isSeenBesideAnEvent(reason)) {
                throw reason;
            }
            // No wanted event lies between the checkpoint and the position, so the next run loses nothing.
            LOG.info(
                    "Projection '{}' stopped without moving its checkpoint: {}",
                    state.projection(),
                    FailureTexts.of(reason));
        }
    }

    private enum Found {
        MAYBE_MORE,
        NOTHING_MORE
    }
}

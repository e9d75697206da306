package io.eventcore.projections;

import io.eventcore.EventFeed;
import io.eventcore.EventStore;
import io.eventcore.FeedPage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a projection along the feed, from its checkpoint until it is stopped or fails. Used by one thread. */
final class ProjectionRun {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    private final EventFeed feed;
    private final ReadAhead pages;
    private final RunState state;
    private final Pacing pacing;
    private final Outage outage;
    private final BatchApplier applier;
    private boolean open;
    private long head;
    private long end = Long.MAX_VALUE;

    ProjectionRun(
            EventStore store,
            Projection<?> projection,
            ProjectionConfig config,
            RunState state,
            Pacing pacing,
            ProjectionTelemetry telemetry) {
        this.feed = store.feed();
        this.pages = new ReadAhead(state.name(), feed, projection.filter(), config.batchSize());
        this.state = state;
        this.pacing = pacing;
        this.outage = new Outage(state.name(), config);
        this.applier = new BatchApplier(store.checkpoints(), projection, state.name(), telemetry);
        pacing.hot();
    }

    /** Follows the feed until the runner is stopped, through outages of the storage. */
    void continuously() throws Exception {
        // Subscribed before the first poll: no commit falls between the two.
        EventFeed.Subscription subscription = feed.onCommit(pacing::wake);
        try {
            while (state.awaitTurn()) {
                if (pollThroughOutage() == Found.NOTHING_MORE) {
                    pacing.rest();
                }
            }
            saveBeforeTheEnd();
        } finally {
            subscription.close();
            pages.close();
        }
    }

    /** Follows the feed until everything that the store holds now is applied, or the runner is stopped. */
    void untilCaughtUp() throws Exception {
        EventFeed.Subscription subscription = feed.onCommit(pacing::wake);
        try {
            long target = feed.head();
            head = target;
            end = target;
            open();
            while (applier.position() < target && state.awaitTurn()) {
                // Nothing more before the target: an append that is still under way holds the feed back.
                if (poll() == Found.NOTHING_MORE && applier.position() < target) {
                    pacing.rest();
                }
            }
            saveBeforeTheEnd();
        } finally {
            subscription.close();
            pages.close();
        }
    }

    private Found pollThroughOutage() throws Exception {
        try {
            if (!open) {
                open();
            }
            Found found = poll();
            outage.end();
            return found;
        } catch (Exception failure) {
            if (!Outage.isSeenIn(failure)) {
                throw failure;
            }
            open = false;
            state.outOfReach();
            state.awaitStop(outage.next(failure));
            return Found.MAYBE_MORE;
        }
    }

    private void open() throws Exception {
        applier.open();
        open = true;
        report();
    }

    private Found poll() throws Exception {
        long before = applier.position();
        FeedPage page = pages.read(before);
        head = page.head();
        state.sawHead(head);
        if (page.position() < end) {
            pages.startBehind(page);
        }
        try {
            applier.apply(page);
        } finally {
            report();
        }
        if (!page.events().isEmpty()) {
            pacing.hot();
        }
        return before < page.position() && page.position() < head ? Found.MAYBE_MORE : Found.NOTHING_MORE;
    }

    private void report() {
        // Before the first page the head is not known, but it cannot lie before the checkpoint.
        head = Math.max(head, applier.position());
        state.progress(applier.position(), head, applier.takeApplied());
    }

    private void saveBeforeTheEnd() throws Exception {
        try {
            applier.save();
        } catch (Exception failure) {
            if (!Outage.isSeenIn(failure)) {
                throw failure;
            }
            // No wanted event lies between the checkpoint and the position, so the next run loses nothing.
            LOG.info("Projection '{}' stopped without moving its checkpoint: {}", state.name(), failure.toString());
        }
    }

    private enum Found {
        MAYBE_MORE,
        NOTHING_MORE
    }
}

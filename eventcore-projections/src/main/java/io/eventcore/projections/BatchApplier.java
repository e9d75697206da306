package io.eventcore.projections;

import io.eventcore.CheckpointMovedException;
import io.eventcore.CheckpointStore;
import io.eventcore.FeedPage;
import io.eventcore.ProjectionFailedException;
import io.eventcore.StoreClosedException;
import io.eventcore.StoredEvent;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies pages of the feed to a projection, each together with its checkpoint, and knows how far it has come. Used by
 * one thread.
 */
final class BatchApplier {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionRunner.class);

    /**
     * How far the position may run ahead of the checkpoint over events that the projection does not want. Losing these
     * steps is safe: who reads them again finds nothing to apply. Saving each would cost a write per poll.
     */
    private static final long UNSAVED_POSITIONS = 1_000;

    private final CheckpointStore checkpoints;
    private final Projection<Object> projection;
    private final Class<?> eventType;
    private final String name;
    private final ProjectionTelemetry telemetry;
    private long saved;
    private long position;
    private long applied;

    @SuppressWarnings("unchecked") // only events whose payload is of the projection's event type are handed to it
    BatchApplier(CheckpointStore checkpoints, Projection<?> projection, String name, ProjectionTelemetry telemetry) {
        this.checkpoints = checkpoints;
        this.projection = (Projection<Object>) projection;
        this.eventType = projection.eventType();
        this.name = name;
        this.telemetry = telemetry;
    }

    /** Every wanted event up to here is applied. */
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
        saved = checkpoints.position(name);
        position = saved;
        try {
            checkpoints.advance(name, saved, saved, projection::initialize);
        } catch (Throwable failure) {
            if (isNoFaultOfTheProjection(failure)) {
                throw failure;
            }
            throw new ProjectionFailedException(name, position, "initialize failed: " + failure, failure);
        }
    }

    /** Applies a page; when that fails, keeps what comes before the failing event. */
    void apply(FeedPage page) throws Exception {
        List<StoredEvent<Object>> wanted = page.events().stream()
                .filter(event -> eventType.isInstance(event.payload()))
                .toList();
        if (wanted.isEmpty()) {
            position = page.position();
            if (position - saved >= UNSAVED_POSITIONS) {
                save();
            }
            return;
        }
        try {
            advance(page.position(), wanted);
        } catch (Throwable failure) {
            if (isNoFaultOfTheProjection(failure)) {
                throw failure;
            }
            applyOneByOne(wanted, failure);
            position = page.position();
        }
    }

    /** Moves the checkpoint to the position, if it is not there. */
    void save() throws Exception {
        if (position > saved) {
            advance(position, List.of());
        }
    }

    private void advance(long to, List<StoredEvent<Object>> events) throws Exception {
        telemetry.apply(
                events,
                () -> checkpoints.advance(name, saved, to, unit -> {
                    for (StoredEvent<Object> event : events) {
                        projection.apply(event, unit);
                    }
                }));
        saved = to;
        position = to;
        applied += events.size();
    }

    /** A transaction for each event finds the failing one even where only the commit complains. */
    private void applyOneByOne(List<StoredEvent<Object>> events, Throwable batchFailure) throws Exception {
        for (StoredEvent<Object> event : events) {
            try {
                advance(event.position(), List.of(event));
            } catch (Throwable failure) {
                if (isNoFaultOfTheProjection(failure)) {
                    throw failure;
                }
                throw new ProjectionFailedException(name, position, describe(event, failure), failure);
            }
        }
        LOG.warn(
                "Projection '{}' failed on a batch up to position {}, but applied its events one by one.",
                name,
                position,
                batchFailure);
    }

    private static String describe(StoredEvent<Object> event, Throwable failure) {
        return "it failed on event " + event.version() + " of stream '" + event.stream() + "', at position "
                + event.position() + ", of type '" + event.type() + "': " + failure;
    }

    private static boolean isNoFaultOfTheProjection(Throwable failure) {
        return failure instanceof CheckpointMovedException
                || failure instanceof StoreClosedException
                || failure instanceof InterruptedException
                || Thread.currentThread().isInterrupted()
                || Outage.isSeenIn(failure);
    }
}

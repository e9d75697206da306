package io.eventcore.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.DeadLetter;
import io.eventcore.EventStore;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.SegmentState;
import io.eventcore.StreamId;
import io.eventcore.UnknownProjectionException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What operators do with projections, whoever runs them and wherever: look, reset, rebuild, change the number of segments,
 * and deal with dead letters. The runners notice by themselves, within about a second with the default lease.
 *
 * <p>Every method blocks for a query or two, and throws a {@link io.eventcore.StoreUnavailableException} if the storage
 * cannot be reached. Thread-safe.
 */
public final class ProjectionAdmin {

    private final EventStore store;

    private ProjectionAdmin(EventStore store) {
        this.store = store;
    }

    /**
     * For the projections of a store.
     *
     * @param store the store that keeps their checkpoints; the caller closes it
     * @return the administration, which holds nothing that must be closed
     */
    public static ProjectionAdmin of(EventStore store) {
        return new ProjectionAdmin(ProjectionRunner.notNull(store, "event store"));
    }

    /** {@return how every segment of every projection stands, by name, version and number} */
    public List<SegmentState> segments() {
        return projections().segments();
    }

    /** {@return the position of the last event that is stored: what projections run after} */
    public long head() {
        return store.feed().head();
    }

    /**
     * Looks up which version of a projection serves readers.
     *
     * @param name the projection's name
     * @return the version; empty if none serves them yet, or the store knows no such projection
     */
    public Optional<ProjectionId> activeVersion(String name) {
        return segments().stream()
                .filter(segment ->
                        segment.active() && segment.projection().name().equals(name))
                .map(SegmentState::projection)
                .findFirst();
    }

    /**
     * Looks up the highest version of a projection.
     *
     * @param name the projection's name
     * @return the version, which need not be the one that serves readers
     * @throws UnknownProjectionException if the store knows none of this name
     */
    public ProjectionId latestVersion(String name) {
        return segments().stream()
                .map(SegmentState::projection)
                .filter(projection -> projection.name().equals(name))
                .max(Comparator.comparingInt(ProjectionId::version))
                .orElseThrow(() -> new UnknownProjectionException(new ProjectionId(name, 1)));
    }

    /**
     * Builds a read model anew, in place: the next runner empties it ({@link Projection#clear}) and applies everything
     * from the first event. Readers see it grow meanwhile; to spare them that, raise the projection's version instead.
     * Its dead letters are forgotten.
     *
     * @param projection the version to build anew; other versions go on as they are
     * @throws UnknownProjectionException if the store does not know it
     */
    public void reset(ProjectionId projection) {
        projections().reset(projection, 0, true);
    }

    /**
     * Lets a projection go on from another position, without emptying its read model: what lies between is left out, or
     * applied again. For models that can bear that.
     *
     * @param projection the version to move
     * @param position what is behind it will be applied; at least 0
     * @throws UnknownProjectionException if the store does not know it
     * @throws ConfigurationException if the position is negative or behind the head of the feed
     */
    public void moveTo(ProjectionId projection, long position) {
        long head = head();
        if (position < 0 || position > head) {
            throw new ConfigurationException("A projection can be moved to a position from 0 to the head, " + head
                    + ", not to " + position + ".");
        }
        projections().reset(projection, position, false);
    }

    /**
     * Changes the number of segments while the projection runs. All segments first come to the position of the
     * furthest; then the streams are divided anew. Nothing is left out or applied twice, and each stream stays in
     * order.
     *
     * @param projection the version to divide anew
     * @param segments 1 to {@value io.eventcore.Segment#MOST}
     * @throws UnknownProjectionException if the store does not know it
     * @throws ConfigurationException if the number is out of its range
     */
    public void changeSegments(ProjectionId projection, int segments) {
        projections().repartition(projection, segments);
    }

    /**
     * Forgets a version: ends a rebuild that is no longer wanted, or tidies up after one. Its runners fail with an
     * {@link UnknownProjectionException}. The read model is yours to drop.
     *
     * @param projection the version to forget
     * @throws UnknownProjectionException if the store does not know it
     * @throws ConfigurationException if readers are served by it
     */
    public void remove(ProjectionId projection) {
        if (activeVersion(projection.name()).filter(projection::equals).isPresent()) {
            throw new ConfigurationException("Projection '" + projection
                    + "' serves the readers. Let another version take over first, reset it, or call removeActive.");
        }
        projections().remove(projection);
    }

    /**
     * Forgets a version even if readers are served by it. The way back from a new version that turns out to be wrong: a
     * runner of an older one that is still at work then takes over again, and its {@link Projection#activate} switches
     * the readers. Also the end of a projection that is not needed any more. The read model is yours to drop.
     *
     * @param projection the version to forget
     * @throws UnknownProjectionException if the store does not know it
     */
    public void removeActive(ProjectionId projection) {
        projections().remove(projection);
    }

    /**
     * Lists the dead letters of a projection, in pages.
     *
     * @param projection the version that has put them aside
     * @param after the position behind which to start; 0 starts at the beginning
     * @param limit the most to return, at least 1
     * @return the dead letters, in global order; empty if there are no more
     */
    public List<DeadLetter> deadLetters(ProjectionId projection, long after, int limit) {
        return projections().deadLetters().list(projection, after, limit);
    }

    /**
     * Looks up one dead letter.
     *
     * @param projection the version that has put it aside
     * @param position the event's position in the global order
     * @return the dead letter; empty if there is none at this position
     */
    public Optional<DeadLetter> deadLetter(ProjectionId projection, long position) {
        return projections().deadLetters().find(projection, position);
    }

    /**
     * Looks up what is stored of an event, for people to look at.
     *
     * @param position the event's position in the global order
     * @return the payload as text; empty if there is no such event
     */
    public Optional<String> payload(long position) {
        return projections().deadLetters().payload(position);
    }

    /**
     * Asks the runner to apply a stream's dead letters again, from the first on, until one fails.
     *
     * @param projection the version that has put them aside
     * @param stream the stream of the events
     * @return how many the stream has
     */
    public int retry(ProjectionId projection, StreamId stream) {
        return projections().deadLetters().retry(projection, stream);
    }

    /**
     * Asks the runners to apply all dead letters again; in each stream from the first on, until one fails.
     *
     * @param projection the version that has put them aside
     * @return how many there are
     */
    public int retryAll(ProjectionId projection) {
        return projections().deadLetters().retryAll(projection);
    }

    /**
     * Drops a dead letter: its event will never be applied. Those that waited behind it are applied.
     *
     * @param projection the version that has put it aside
     * @param position the event's position in the global order
     * @return whether there was one at this position
     */
    public boolean discard(ProjectionId projection, long position) {
        return projections().deadLetters().discard(projection, position);
    }

    private ProjectionStore projections() {
        return store.projections();
    }
}

package io.eventcore;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events that projections have put aside. A runner that holds the segment applies those that are due, stream by
 * stream and in order; nobody else takes one out. A projection that is not known has none. Thread-safe; every
 * method blocks for one query.
 *
 * <p>A stream is due when one of its letters is, or when its first letter has no error: then the one that it waited for
 * is gone.
 */
public interface DeadLetters {

    /**
     * {@return the dead letters of a projection, in global order}
     *
     * @param projection whose dead letters
     * @param after the position behind which to start; 0 starts with the first
     * @param limit the most to return, at least 1
     */
    List<DeadLetter> list(ProjectionId projection, long after, int limit);

    /**
     * {@return the dead letter at a position; empty if there is none}
     *
     * @param projection whose dead letter
     * @param position the global position of the event
     */
    Optional<DeadLetter> find(ProjectionId projection, long position);

    /**
     * {@return the dead letters of one stream, in order}
     *
     * @param projection whose dead letters
     * @param stream the stream that holds the events
     * @param after the position behind which to start; 0 starts with the first
     * @param limit the most to return, at least 1
     */
    List<DeadLetter> ofStream(ProjectionId projection, StreamId stream, long after, int limit);

    /**
     * {@return the stored payload of an event, as text, for people to look at; empty if there is no such event}
     *
     * @param position the global position of the event, whether it is a dead letter or not
     */
    Optional<String> payload(long position);

    /**
     * {@return the streams in a segment that have dead letters}
     *
     * @param projection whose dead letters
     * @param segment the share of the streams to look at; {@link Segment#ALL} for all of them
     */
    Set<StreamId> streams(ProjectionId projection, Segment segment);

    /**
     * {@return the streams in a segment that have dead letters and are due}
     *
     * @param projection whose dead letters
     * @param segment the share of the streams to look at; {@link Segment#ALL} for all of them
     */
    Set<StreamId> dueStreams(ProjectionId projection, Segment segment);

    /**
     * Asks for a stream to be applied again, from its first dead letter on: makes that one due. If it fails again,
     * those behind it go on waiting.
     *
     * @param projection who is to apply the events
     * @param stream the stream that holds them
     * @return how many dead letters the stream has
     */
    int retry(ProjectionId projection, StreamId stream);

    /**
     * Asks for all of a projection's dead letters to be applied again.
     *
     * @param projection who is to apply the events
     * @return how many there are
     */
    int retryAll(ProjectionId projection);

    /**
     * Drops a dead letter: the projection will never apply that event. Those that waited for it become due.
     *
     * @param projection who put the event aside
     * @param position the global position of the event
     * @return whether there was one
     */
    boolean discard(ProjectionId projection, long position);
}

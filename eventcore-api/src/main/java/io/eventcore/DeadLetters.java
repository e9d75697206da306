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
     * The dead letters of a projection, in global order.
     *
     * @param after the position behind which to start
     * @param limit the most to return, at least 1
     */
    List<DeadLetter> list(ProjectionId projection, long after, int limit);

    /** The dead letter at a position. */
    Optional<DeadLetter> find(ProjectionId projection, long position);

    /** The dead letters of one stream, in order. */
    List<DeadLetter> ofStream(ProjectionId projection, StreamId stream);

    /** The stored payload of an event, as text, for people to look at; empty if there is no such event. */
    Optional<String> payload(long position);

    /** The streams in a segment that have dead letters. */
    Set<StreamId> streams(ProjectionId projection, Segment segment);

    /** Of these streams, those that are due. */
    Set<StreamId> dueStreams(ProjectionId projection, Segment segment);

    /**
     * Asks for a stream to be applied again, from its first dead letter on: makes that one due. If it fails again,
     * those behind it go on waiting.
     *
     * @return how many dead letters it has
     */
    int retry(ProjectionId projection, StreamId stream);

    /**
     * Asks for all of a projection's dead letters to be applied again.
     *
     * @return how many there are
     */
    int retryAll(ProjectionId projection);

    /**
     * Drops a dead letter: the projection will never apply that event. Those that waited for it become due.
     *
     * @return whether there was one
     */
    boolean discard(ProjectionId projection, long position);
}

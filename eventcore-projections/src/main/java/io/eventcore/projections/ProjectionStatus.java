package io.eventcore.projections;

import io.eventcore.EventCoreException;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a runner stands at one moment. It knows of its own segments only; {@link ProjectionAdmin#segments()} shows those
 * of all instances.
 *
 * @param projection name and version
 * @param state what the runner does
 * @param active whether readers are served by this version; false before the first run
 * @param segments the segments that this runner works on, by number
 * @param position every wanted event of these segments up to here is applied; 0 before the first run
 * @param head the position of the last event that the store held when the runner last read; 0 before the first run
 * @param behindFor the age of the oldest event that it has read and not yet applied; zero if there is none
 * @param eventsApplied how many events this runner object has applied and committed
 * @param eventsPerSecond how many it applied per second in about the last ten seconds
 * @param positionsPerSecond how many positions it went on per second in that time, wanted events or not
 * @param failure why the runner is {@link State#FAILED}; empty in every other state
 */
public record ProjectionStatus(
        ProjectionId projection,
        State state,
        boolean active,
        List<Segment> segments,
        long position,
        long head,
        Duration behindFor,
        long eventsApplied,
        double eventsPerSecond,
        double positionsPerSecond,
        Optional<EventCoreException> failure) {

    /**
     * One look at a runner.
     *
     * @param projection name and version
     * @param state what the runner does
     * @param active whether readers are served by this version
     * @param segments the segments that the runner works on, by number; the list is copied
     * @param position every wanted event of these segments up to here is applied
     * @param head the position of the last event that the store held when the runner last read
     * @param behindFor the age of the oldest event that it has read and not yet applied; zero if there is none
     * @param eventsApplied how many events it has applied and committed
     * @param eventsPerSecond how many it applied per second in about the last ten seconds
     * @param positionsPerSecond how many positions it went on per second in that time
     * @param failure why it is {@link State#FAILED}; empty in every other state
     */
    public ProjectionStatus {
        segments = List.copyOf(segments);
    }

    /** {@return the projection's name} */
    public String name() {
        return projection.name();
    }

    /** {@return how many positions it is behind the head} Not each of them need be a wanted event. */
    public long lag() {
        return Math.max(0, head - position);
    }

    /** {@return how much of the feed it has come through, 0 to 100; 100 for an empty store} */
    public double percent() {
        return head == 0 ? 100 : 100.0 * Math.min(position, head) / head;
    }

    /**
     * {@return how long it will take to the present head at the present speed; zero if it is there, empty if it stands
     * still}
     */
    public Optional<Duration> timeLeft() {
        if (lag() == 0) {
            return Optional.of(Duration.ZERO);
        }
        return positionsPerSecond > 0
                ? Optional.of(Duration.ofMillis((long) Math.ceil(lag() * 1_000.0 / positionsPerSecond)))
                : Optional.empty();
    }

    /** What a runner does. */
    public enum State {
        /** It has never run. */
        NEW,
        /** It works on its segments. */
        RUNNING,
        /** It runs, but other instances have all the segments; it gets one when one of them ends. */
        STANDBY,
        /** It runs, but applies nothing until it is resumed. */
        PAUSED,
        /** It was stopped, or has caught up; it can run again. */
        STOPPED,
        /** It failed; it can run again and goes on where it stopped. */
        FAILED
    }
}

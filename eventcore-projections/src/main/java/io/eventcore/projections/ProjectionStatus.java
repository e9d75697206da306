package io.eventcore.projections;

import io.eventcore.EventCoreException;
import java.util.Optional;

/**
 * Where a runner stands at one moment.
 *
 * @param name the projection's name
 * @param state what the runner does
 * @param position every wanted event up to here is applied; 0 before the first run
 * @param head the highest position that the store had given out when the runner last read; 0 before the first run
 * @param eventsApplied how many events this runner object has applied and committed
 * @param failure why the runner is {@link State#FAILED}; empty in every other state
 */
public record ProjectionStatus(
        String name, State state, long position, long head, long eventsApplied, Optional<EventCoreException> failure) {

    /** What a runner does. */
    public enum State {
        /** It has never run. */
        NEW,
        /** It follows the feed. */
        RUNNING,
        /** It runs, but applies nothing until it is resumed. */
        PAUSED,
        /** It was stopped, or has caught up; it can run again. */
        STOPPED,
        /** It failed; it can run again and goes on where it stopped. */
        FAILED
    }
}

package io.eventcore;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a store had accepted and not finished when it was asked for states: of each stream the append on whose events the
 * state rests, or that there was none. A command that decided on it hands it to its {@link AppendRequest}, which is then
 * appended only if those very appends are stored. Thread-safe.
 */
public interface AppendsUnderWay {

    /**
     * Waits until it is known of each whether it was stored, or until the time is over. Blocks.
     *
     * @param timeout how long to wait at most, for all of them together; positive
     * @return the position of the last event among them, 0 if there were none; empty if one of them was not stored, or if
     *     that is not known in time
     * @throws ExecutionInterruptedException if the thread is interrupted while it waits
     */
    OptionalLong awaitStored(Duration timeout);
}

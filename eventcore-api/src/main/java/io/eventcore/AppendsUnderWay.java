package io.eventcore;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * What a store had accepted and not finished when it was asked for states: of each stream the append on whose events the
 * state rests, or that there was none. A command that decided on it hands it to its {@link AppendRequest}, which is then
 * appended only if those very appends are stored. Thread-safe.
 */
public interface AppendsUnderWay {

    /**
     * Tells when it is known of each whether it was stored. Does not block.
     *
     * @return the position of the last event among them, 0 if there were none; empty if one of them was not stored. What is
     *     chained to it without an executor may run on a thread of the store, and must not block.
     */
    CompletableFuture<OptionalLong> settled();
}

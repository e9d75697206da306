package io.eventcore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a store remembers of some streams: of each the state at a version that it had once. The streams may have gone on
 * since, and need not have been as they are here at one moment.
 *
 * @param states the state of each stream
 * @param behind whether the store knows that one of them has gone on
 * @param <T> the state of one stream
 */
public record RememberedStates<T>(Map<StreamId, StreamState<T>> states, boolean behind) {

    /** Copies the map. */
    public RememberedStates {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }
}

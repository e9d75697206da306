package io.eventcore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a store remembers of some streams: of each the state at a version that it had once, or is about to have. The streams
 * may have gone on since, and need not have been as they are here at one moment.
 *
 * @param stored the state of each stream, by events that are stored
 * @param states the same, with the events that are under way
 * @param behind whether the store knows that one of them has gone on
 * @param underWay the appends under way that the states rest on, also if there are none; then whoever decides on them
 *     {@linkplain AppendRequest.Builder#restsOn(AppendsUnderWay) says so} in its request. Empty if the store does not let
 *     requests rest on each other
 * @param <T> the state of one stream
 */
public record RememberedStates<T>(
        Map<StreamId, StreamState<T>> stored,
        Map<StreamId, StreamState<T>> states,
        boolean behind,
        Optional<AppendsUnderWay> underWay) {

    /**
     * States of what is stored.
     *
     * @param stored the state of each stream, by events that are stored
     * @param behind whether the store knows that one of the streams has gone on
     */
    public RememberedStates(Map<StreamId, StreamState<T>> stored, boolean behind) {
        this(stored, stored, behind, Optional.empty());
    }

    /**
     * States, with or without appends under way. Copies the maps.
     *
     * @param stored the state of each stream, by events that are stored
     * @param states the same, with the events that are under way
     * @param behind whether the store knows that one of the streams has gone on
     * @param underWay the appends that the states rest on; empty if the store does not tell
     */
    public RememberedStates {
        stored = Collections.unmodifiableMap(new LinkedHashMap<>(stored));
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
    }
}

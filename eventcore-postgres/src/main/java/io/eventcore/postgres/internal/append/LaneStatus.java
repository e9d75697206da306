package io.eventcore.postgres.internal.append;

import java.time.Instant;
import java.util.Optional;

/**
 * How the lanes are.
 *
 * @param alive how many can take appends
 * @param total how many there should be
 * @param lastFailure what a lane failed with last in a way that none should, and when; empty if there was nothing
 */
public record LaneStatus(int alive, int total, Optional<Failure> lastFailure) {

    /**
     * A failure that no append is to blame for.
     *
     * @param kind the class of what was thrown; no text, for that may hold data
     * @param at when it happened
     */
    public record Failure(String kind, Instant at) {}
}

package io.eventcore;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an instance holds of a projection, and what it should know of it.
 *
 * @param held the segments that it holds now, by number
 * @param share how many it should hold, so that all instances have the same load; the caller releases what is above
 * @param activeVersion the version of the projection that readers are served by; empty if there is none
 * @param activePosition how far that version has come, by its furthest segment; a newer one that is not behind it may
 *     take over; empty if there is none
 * @param deadLettersDue whether dead letters in these segments wait to be applied again
 */
public record Leases(
        List<Lease> held, int share, OptionalInt activeVersion, OptionalLong activePosition, boolean deadLettersDue) {

    /**
     * The answer to one {@link ProjectionStore#lease}.
     *
     * @param held the segments that the instance holds, by number; the list is copied
     * @param share how many it should hold
     * @param activeVersion the version that serves readers; empty if there is none
     * @param activePosition how far that version has come; empty if there is none
     * @param deadLettersDue whether dead letters in these segments wait to be applied again
     */
    public Leases {
        held = List.copyOf(held);
    }
}

package io.eventcore;

import java.util.List;
import java.util.Map;

/**
 * What a successful append did.
 *
 * @param versions the versions that the written streams had afterwards; streams that were only checked are not in it
 * @param position the global position of the last event appended; if the request had no events, its
 *     {@link AppendRequest#readUpTo()}
 * @param events the ids of the events appended, in order
 * @param repeated whether the request's command id had been carried out before: then this is the first result, and
 *     nothing was appended now
 */
public record AppendResult(Map<StreamId, Long> versions, long position, List<EventId> events, boolean repeated) {

    /**
     * Copies the collections.
     *
     * @param versions of each written stream, at least 1
     * @param position at least 0
     * @param events in the order in which they were appended
     * @param repeated whether this is the first result of a request that was sent again
     */
    public AppendResult {
        versions = Map.copyOf(versions);
        events = List.copyOf(events);
    }

    /** {@return the same as an answer to a request that repeats the first one} */
    public AppendResult asRepeated() {
        return new AppendResult(versions, position, events, true);
    }
}

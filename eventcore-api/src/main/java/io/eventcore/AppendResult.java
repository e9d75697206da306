package io.eventcore;

import java.util.Map;

/**
 * What a successful append did.
 *
 * @param versions the versions that the written streams have now; streams that were only checked are not in it
 * @param position the global position of the last event appended, 0 if the request had no events
 */
public record AppendResult(Map<StreamId, Long> versions, long position) {

    /** Copies the versions. */
    public AppendResult {
        versions = Map.copyOf(versions);
    }
}

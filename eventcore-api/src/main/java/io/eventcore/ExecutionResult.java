package io.eventcore;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a command did.
 *
 * @param commandId the identity of the command, which the caller gave or the executor drew; the causation id of its
 *     events unless the caller set one
 * @param events the ids of the events appended, in order; empty if there was nothing to do
 * @param versions the versions that the written streams had afterwards
 * @param position the position of the last event appended. If there was nothing to do, of the last event that the command
 *     read, 0 if it read none, or of a later one that was appended together with that. A projection that has come this far
 *     shows the command's effect
 * @param attempts how often the command was tried now, at least 1
 * @param repeated whether the command had been carried out before: then events, versions and position are those of the
 *     first time, and nothing was appended now
 */
public record ExecutionResult(
        UUID commandId,
        List<EventId> events,
        Map<StreamId, Long> versions,
        long position,
        int attempts,
        boolean repeated) {

    /**
     * Copies the collections.
     *
     * @param commandId the caller's, or the one that the executor drew
     * @param events in the order in which they were appended
     * @param versions of each written stream, at least 1
     * @param position at least 0
     * @param attempts at least 1
     * @param repeated whether this is the first result of a command that was sent again
     */
    public ExecutionResult {
        events = List.copyOf(events);
        versions = Map.copyOf(versions);
    }
}

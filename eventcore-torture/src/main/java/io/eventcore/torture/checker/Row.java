package io.eventcore.torture.checker;

import io.eventcore.torture.history.Seen;
import java.util.Map;

/**
 * An event as it stands in the log.
 *
 * @param position its place in the global order
 * @param eventId its identity
 * @param stream its stream
 * @param version its place in the stream
 * @param call the call that decided on it
 * @param nth which of the call's events it is, from 0
 * @param of how many events the call decided on
 * @param seen what that decision had seen
 * @param check a hash of what the event holds, as it was when it was written
 * @param amount what it adds to the balance of its stream
 * @param name the name that it is about; empty if it is about none
 * @param metadata the keys that the run sets: {@code causationId}, {@code correlationId}, {@code userId}, {@code call}
 */
public record Row(
        long position,
        String eventId,
        String stream,
        long version,
        String call,
        int nth,
        int of,
        Seen seen,
        String check,
        long amount,
        String name,
        Map<String, String> metadata) {

    /** Copies the map. */
    public Row {
        metadata = Map.copyOf(metadata);
    }
}

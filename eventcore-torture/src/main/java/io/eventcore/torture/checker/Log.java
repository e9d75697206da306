package io.eventcore.torture.checker;

import java.util.List;
import java.util.Map;

/**
 * Everything that a store holds at the end of a run.
 *
 * @param rows all events, by position
 * @param versions what the store says of its streams: their versions; those of version 0 may be missing
 * @param commands the recorded results, by command id
 */
public record Log(List<Row> rows, Map<String, Long> versions, Map<String, Recorded> commands) {

    /** Copies the collections. */
    public Log {
        rows = List.copyOf(rows);
        versions = Map.copyOf(versions);
        commands = Map.copyOf(commands);
    }

    /**
     * A recorded result.
     *
     * @param events the ids of the events, in order
     * @param versions of the streams that were written
     * @param position of the last event stored, or read
     */
    public record Recorded(List<String> events, Map<String, Long> versions, long position) {

        /** Copies the collections. */
        public Recorded {
            events = List.copyOf(events);
            versions = Map.copyOf(versions);
        }
    }
}

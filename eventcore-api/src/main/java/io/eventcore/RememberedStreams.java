package io.eventcore;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store remembers of some streams: of each the beginning, all events up to a version. The streams may have gone on
 * since, and need not have been as they are here at one moment.
 *
 * @param versions the version of each stream up to which its events are here
 * @param events the events in global order
 */
public record RememberedStreams(Map<StreamId, Long> versions, List<StoredEvent<Object>> events) {

    /**
     * Beginnings of streams. Copies the collections.
     *
     * @param versions the version of each stream up to which its events are here
     * @param events the events in global order
     */
    public RememberedStreams {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        events = List.copyOf(events);
    }
}

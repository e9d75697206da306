package io.eventcore.memory;

import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Several streams at one moment.
 *
 * @param versions the version of each stream
 * @param events the wanted events, stream after stream
 */
record Cut(Map<StreamId, Long> versions, List<StoredEvent<Object>> events) {

    /** Sorts outside the lock; streams are sorted runs already, so this is a merge. */
    List<StoredEvent<Object>> inGlobalOrder() {
        if (versions.size() > 1) {
            events.sort(Comparator.comparingLong(StoredEvent::position));
        }
        return events;
    }
}

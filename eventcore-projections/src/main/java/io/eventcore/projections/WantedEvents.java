package io.eventcore.projections;

import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.SplitPayload;
import io.eventcore.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which events a projection wants, whatever name and shape they were stored in: the feed is asked for every name out of which
 * a wanted event may come, and of an event that an upcaster has split the wanted parts are handed out. Immutable.
 */
final class WantedEvents {

    private final EventFilter filter;
    private final Class<?> eventType;
    private final Set<String> types;

    private WantedEvents(EventFilter filter, Class<?> eventType, Set<String> types) {
        this.filter = filter;
        this.eventType = eventType;
        this.types = types;
    }

    static WantedEvents of(Projection<Object> projection, EventTypes types) {
        EventFilter filter = projection.filter();
        Set<String> named = filter.types();
        Set<String> stored = named.isEmpty() && projection.ignoresUnknownTypes()
                ? types.readableNames()
                : types.storedNamesOf(named);
        EventFilter feedFilter = stored.isEmpty() ? filter : filter.withTypes(stored.toArray(String[]::new));
        return new WantedEvents(feedFilter, projection.eventType(), withAliases(named, types));
    }

    /** Whichever of its names a projection asks for, a type is the same. */
    private static Set<String> withAliases(Set<String> names, EventTypes types) {
        Set<String> all = new HashSet<>(names);
        for (String name : names) {
            types.named(name).ifPresent(type -> {
                all.add(type.name());
                all.addAll(type.aliases());
            });
        }
        return all;
    }

    /** What the feed is asked for. */
    EventFilter filter() {
        return filter;
    }

    /** Whether an event of the feed is wanted, or a part of it. */
    boolean contains(StoredEvent<Object> event) {
        return event.payload() instanceof SplitPayload
                ? event.parts().stream().anyMatch(part -> isWantedPart(event, part))
                : isWantedPart(event, event);
    }

    /** The wanted events, with the wanted parts of those that were split in their place. */
    List<StoredEvent<Object>> partsOf(List<StoredEvent<Object>> events) {
        if (events.stream().noneMatch(event -> event.payload() instanceof SplitPayload)) {
            return events;
        }
        List<StoredEvent<Object>> parts = new ArrayList<>();
        for (StoredEvent<Object> event : events) {
            if (event.payload() instanceof SplitPayload) {
                event.parts().stream().filter(part -> isWantedPart(event, part)).forEach(parts::add);
            } else {
                parts.add(event);
            }
        }
        return parts;
    }

    /**
     * Who names the stored type gets all that became of it. The feed may hand out more than was asked for: events that were
     * stored under a name out of which a wanted one may come, and that are of another type themselves.
     */
    private boolean isWantedPart(StoredEvent<Object> stored, StoredEvent<Object> part) {
        return eventType.isInstance(part.payload())
                && (types.isEmpty() || types.contains(part.type()) || types.contains(stored.type()));
    }
}

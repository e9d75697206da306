package io.eventcore.memory;

import io.eventcore.AppendRequest;
import io.eventcore.EventMetadata;
import io.eventcore.EventTypes;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be checked of an append's events before the log is touched. */
final class CheckedEvents {

    private CheckedEvents() {}

    /**
     * An event with the name of its type.
     *
     * @param event the event
     * @param type the name under which its class is registered
     */
    record Named(NewEvent event, String type) {}

    /**
     * The events of the request with the names of their types.
     *
     * @throws io.eventcore.UnregisteredEventException if the class of a payload is not registered
     * @throws InvalidEventException if metadata hold a NUL character, which PostgreSQL could not store
     */
    static List<Named> of(AppendRequest request, EventTypes types) {
        List<NewEvent> events = request.events();
        Named[] named = new Named[events.size()];
        for (int i = 0; i < named.length; i++) {
            NewEvent event = events.get(i);
            refuseUnlessStorable(event);
            named[i] = new Named(event, types.registrationOf(event.payload()).name());
        }
        return List.of(named);
    }

    private static void refuseUnlessStorable(NewEvent event) {
        EventMetadata metadata = event.metadata();
        boolean storable = isStorable(metadata.correlationId())
                && isStorable(metadata.causationId())
                && isStorable(metadata.userId())
                && isStorable(metadata.traceParent())
                && isStorable(metadata.traceState())
                && isStorable(metadata.custom());
        if (!storable) {
            throw new InvalidEventException("The metadata of event " + event.id() + " for stream '" + event.stream()
                    + "' hold a NUL character, which cannot be stored.");
        }
    }

    private static boolean isStorable(Optional<String> text) {
        return text.isEmpty() || isStorable(text.get());
    }

    private static boolean isStorable(Map<String, String> custom) {
        for (Map.Entry<String, String> each : custom.entrySet()) {
            if (!isStorable(each.getKey()) || !isStorable(each.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStorable(String text) {
        return text.indexOf('\0') < 0;
    }
}

package io.eventcore.memory;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.NewEvent;
import io.eventcore.PayloadWriter;
import java.util.List;

/** What can be checked of an append's events before the log is touched. */
final class CheckedEvents {

    private CheckedEvents() {}

    /**
     * An event as it will be kept.
     *
     * @param event the event
     * @param type the name under which it is stored
     * @param payload what is kept of its payload
     */
    record Named(NewEvent event, String type, Object payload) {}

    /**
     * The events of the request as they will be kept.
     *
     * @throws io.eventcore.UnregisteredEventException if the class of a payload is not registered
     * @throws io.eventcore.EventCodecException if a payload is to be kept as text, and cannot
     * @throws io.eventcore.InvalidEventException if metadata, or a text that is to be kept, hold what PostgreSQL could not store
     */
    static List<Named> of(AppendRequest request, EventTypes types, KeptPayloads payloads) {
        List<NewEvent> events = request.events();
        Named[] named = new Named[events.size()];
        for (int i = 0; i < named.length; i++) {
            NewEvent event = events.get(i);
            PayloadWriter.checkMetadata(event);
            EventTypes.Registration type = types.registrationOf(event.payload());
            named[i] = new Named(event, type.name(), payloads.keep(event, type));
        }
        return List.of(named);
    }
}

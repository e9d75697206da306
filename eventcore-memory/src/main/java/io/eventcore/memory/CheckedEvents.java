package io.eventcore.memory;

import io.eventcore.AppendRequest;
import io.eventcore.EventMetadata;
import io.eventcore.EventTypes;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        return request.events().stream()
                .map(event -> new Named(
                        withStorableMetadata(event),
                        types.registrationOf(event.payload()).name()))
                .toList();
    }

    private static NewEvent withStorableMetadata(NewEvent event) {
        textsOf(event.metadata()).filter(text -> text.indexOf('\0') >= 0).forEach(text -> {
            throw new InvalidEventException("The metadata of event " + event.id() + " for stream '" + event.stream()
                    + "' hold a NUL character, which cannot be stored.");
        });
        return event;
    }

    private static Stream<String> textsOf(EventMetadata metadata) {
        Stream<String> named = Stream.of(
                        metadata.correlationId(),
                        metadata.causationId(),
                        metadata.userId(),
                        metadata.traceParent(),
                        metadata.traceState())
                .flatMap(Optional::stream);
        Stream<String> custom =
                metadata.custom().entrySet().stream().flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        return Stream.concat(named, custom);
    }
}

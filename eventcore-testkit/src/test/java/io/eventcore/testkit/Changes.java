package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventMetadata;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Requests and events that broken stores make from those that they were given. */
final class Changes {

    private Changes() {}

    static AppendRequest withEvents(AppendRequest request, List<NewEvent> events) {
        return request(request, request.expected(), events);
    }

    static AppendRequest withEachEvent(AppendRequest request, UnaryOperator<NewEvent> change) {
        return withEvents(request, request.events().stream().map(change).toList());
    }

    /** The same events, whatever the versions of their streams are. */
    static AppendRequest unchecked(AppendRequest request) {
        Map<StreamId, ExpectedVersion> expected = new LinkedHashMap<>();
        written(request).forEach(stream -> expected.put(stream, ExpectedVersion.any()));
        return request(request, expected, request.events());
    }

    /** A request for other streams and events under the command id of this one. */
    static AppendRequest request(AppendRequest origin, Map<StreamId, ExpectedVersion> expected, List<NewEvent> events) {
        AppendRequest.Builder builder = AppendRequest.builder().readUpTo(origin.readUpTo());
        origin.commandId().ifPresent(builder::commandId);
        expected.forEach(builder::expect);
        events.forEach(builder::append);
        return builder.build();
    }

    /** What an append of these events tells that was the first of its command. */
    static AppendResult result(Map<StreamId, Long> versions, long position, List<NewEvent> events) {
        return new AppendResult(
                versions, position, events.stream().map(NewEvent::id).toList(), false);
    }

    static AppendResult withVersions(AppendResult result, Map<StreamId, Long> versions) {
        return new AppendResult(versions, result.position(), result.events(), result.repeated());
    }

    static AppendResult withPosition(AppendResult result, long position) {
        return new AppendResult(result.versions(), position, result.events(), result.repeated());
    }

    static Set<StreamId> written(AppendRequest request) {
        Set<StreamId> written = new HashSet<>();
        request.events().forEach(event -> written.add(event.stream()));
        return written;
    }

    static NewEvent withMetadata(NewEvent event, EventMetadata metadata) {
        return new NewEvent(event.stream(), event.id(), event.payload(), metadata);
    }

    static StoredEvent<Object> withVersion(StoredEvent<Object> event, long version) {
        return new StoredEvent<>(
                event.id(),
                event.stream(),
                version,
                event.position(),
                event.type(),
                event.payload(),
                event.metadata(),
                event.createdAt());
    }

    static StoredEvent<Object> withCreatedAt(StoredEvent<Object> event, Instant createdAt) {
        return new StoredEvent<>(
                event.id(),
                event.stream(),
                event.version(),
                event.position(),
                event.type(),
                event.payload(),
                event.metadata(),
                createdAt);
    }
}

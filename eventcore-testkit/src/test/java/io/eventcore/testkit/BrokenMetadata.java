package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** Stores that change metadata on their way in. */
final class BrokenMetadata {

    private BrokenMetadata() {}

    private static EventStore changing(EventStore sound, UnaryOperator<AppendRequest> change) {
        return new ForwardingStore(sound) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                return store.appendAsync(change.apply(request));
            }
        };
    }

    static EventStore dropped(EventStore sound) {
        return changing(
                sound,
                request -> Changes.withEachEvent(request, event -> Changes.withMetadata(event, EventMetadata.empty())));
    }

    static EventStore ofTheFirstEventForAll(EventStore sound) {
        return changing(
                sound,
                request -> Changes.withEachEvent(
                        request,
                        event -> Changes.withMetadata(
                                event, request.events().get(0).metadata())));
    }

    static EventStore withoutCustomKeys(EventStore sound) {
        return changing(
                sound,
                request -> Changes.withEachEvent(
                        request,
                        event -> Changes.withMetadata(
                                event, named(event.metadata(), text -> text).build())));
    }

    static EventStore inAsciiOnly(EventStore sound) {
        return withEachText(sound, text -> text.replaceAll("[^\\x20-\\x7e]", "?"));
    }

    static EventStore withoutNulCharacters(EventStore sound) {
        return withEachText(sound, text -> text.replace("\0", ""));
    }

    private static EventStore withEachText(EventStore sound, UnaryOperator<String> change) {
        return changing(
                sound,
                request -> Changes.withEachEvent(request, event -> {
                    EventMetadata.Builder changed = named(event.metadata(), change);
                    event.metadata()
                            .custom()
                            .forEach((key, value) -> changed.custom(change.apply(key), change.apply(value)));
                    return Changes.withMetadata(event, changed.build());
                }));
    }

    private static EventMetadata.Builder named(EventMetadata metadata, UnaryOperator<String> change) {
        EventMetadata.Builder builder = EventMetadata.builder();
        metadata.correlationId().map(change).ifPresent(builder::correlationId);
        metadata.causationId().map(change).ifPresent(builder::causationId);
        metadata.userId().map(change).ifPresent(builder::userId);
        metadata.traceParent().map(change).ifPresent(builder::traceParent);
        metadata.traceState().map(change).ifPresent(builder::traceState);
        return builder;
    }
}

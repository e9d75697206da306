package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** Stores that treat command ids wrongly. */
final class BrokenCommandIds {

    /** Longer than a command waits before it tries again. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final UUID ONE_FOR_ALL = new UUID(1, 1);

    private BrokenCommandIds() {}

    /** A store that answers requests with a command id by a function that has a sound store at hand. */
    private static EventStore answering(
            EventStore sound,
            BiFunction<EventStore, AppendRequest, AppendResult> append,
            BiFunction<EventStore, UUID, Optional<AppendResult>> lookUp) {
        return new ForwardingStore(sound) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                if (request.commandId().isEmpty()) {
                    return store.appendAsync(request);
                }
                try {
                    return CompletableFuture.completedFuture(append.apply(store, request));
                } catch (RuntimeException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }

            @Override
            public Optional<AppendResult> resultOf(UUID commandId) {
                return lookUp.apply(store, commandId);
            }
        };
    }

    static EventStore forgotten(EventStore sound) {
        return answering(sound, (store, request) -> store.append(withoutId(request)), (store, id) -> Optional.empty());
    }

    static EventStore recordedLate(EventStore sound) {
        Map<UUID, AppendResult> recorded = new ConcurrentHashMap<>();
        BiFunction<EventStore, UUID, Optional<AppendResult>> lookUp =
                (store, id) -> Optional.ofNullable(recorded.get(id)).map(AppendResult::asRepeated);
        return answering(
                sound,
                (store, request) -> lookUp.apply(store, idOf(request)).orElseGet(() -> {
                    AppendResult result = store.append(withoutId(request));
                    LockSupport.parkNanos(LATE_NANOS);
                    recorded.putIfAbsent(idOf(request), result);
                    return result;
                }),
                lookUp);
    }

    static EventStore recordedOnlyWithEvents(EventStore sound) {
        return answering(
                sound,
                (store, request) -> store.append(request.events().isEmpty() ? withoutId(request) : request),
                EventStore::resultOf);
    }

    static EventStore recordedAlsoAfterConflicts(EventStore sound) {
        return answering(
                sound,
                (store, request) -> {
                    try {
                        return store.append(request);
                    } catch (RuntimeException e) {
                        store.append(nothing(idOf(request)));
                        throw e;
                    }
                },
                EventStore::resultOf);
    }

    static EventStore checkedBeforeTheyAreLookedUp(EventStore sound) {
        return answering(
                sound,
                (store, request) -> {
                    AppendResult first = store.resultOf(idOf(request)).orElse(null);
                    return first == null ? store.append(request) : checked(store, request, first);
                },
                EventStore::resultOf);
    }

    private static AppendResult checked(EventStore store, AppendRequest request, AppendResult first) {
        AppendResult unwanted = store.append(withoutId(request));
        return unwanted.events().isEmpty() ? first : unwanted;
    }

    static EventStore answeredWithoutSayingThatTheyAreRepeated(EventStore sound) {
        return changing(
                sound, result -> new AppendResult(result.versions(), result.position(), result.events(), false));
    }

    static EventStore answeredWithoutTheFirstEvents(EventStore sound) {
        return changing(
                sound,
                result -> result.repeated()
                        ? new AppendResult(result.versions(), result.position(), List.of(), true)
                        : result);
    }

    private static EventStore changing(EventStore sound, UnaryOperator<AppendResult> change) {
        return answering(
                sound,
                (store, request) -> change.apply(store.append(request)),
                (store, id) -> store.resultOf(id).map(change));
    }

    static EventStore neverFound(EventStore sound) {
        return answering(sound, EventStore::append, (store, id) -> Optional.empty());
    }

    static EventStore foundWithoutHavingBeenCarriedOut(EventStore sound) {
        return answering(
                sound,
                EventStore::append,
                (store, id) -> Optional.of(store.resultOf(id).orElse(new AppendResult(Map.of(), 0, List.of(), true))));
    }

    static EventStore allTheSame(EventStore sound) {
        return answering(
                sound,
                (store, request) -> store.append(
                        copyWithoutId(request).commandId(ONE_FOR_ALL).build()),
                (store, id) -> store.resultOf(ONE_FOR_ALL));
    }

    /** After a repetition, the next request without an id fails like the batch that both were in. */
    static EventStore harmfulToNeighbours(EventStore sound) {
        AtomicBoolean repeated = new AtomicBoolean();
        return new ForwardingStore(sound) {
            @Override
            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                if (request.commandId().isEmpty() && repeated.getAndSet(false)) {
                    return CompletableFuture.failedFuture(new IllegalStateException("The batch was undone."));
                }
                return store.appendAsync(request).thenApply(result -> {
                    repeated.compareAndSet(false, result.repeated());
                    return result;
                });
            }
        };
    }

    private static UUID idOf(AppendRequest request) {
        return request.commandId().orElseThrow();
    }

    private static AppendRequest withoutId(AppendRequest request) {
        return copyWithoutId(request).build();
    }

    private static AppendRequest nothing(UUID id) {
        return AppendRequest.builder()
                .commandId(id)
                .expect(StreamId.of("nobody-writes-to-this"), ExpectedVersion.noStream())
                .build();
    }

    private static AppendRequest.Builder copyWithoutId(AppendRequest request) {
        AppendRequest.Builder builder = AppendRequest.builder().readUpTo(request.readUpTo());
        request.expected().forEach(builder::expect);
        request.events().forEach(builder::append);
        return builder;
    }
}

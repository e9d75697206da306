package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.LogEpoch;
import io.eventcore.ReadRequest;
import io.eventcore.RememberedStates;
import io.eventcore.StoredEvent;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that remember other states than their events lead to. */
final class BrokenStates {

    private BrokenStates() {}

    /** What a store does when it is asked for states. */
    private abstract static class Remembering extends ForwardingStore {
        Remembering(EventStore sound) {
            super(sound);
        }

        @Override
        public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
            Map<StreamId, StreamState<T>> states = new LinkedHashMap<>();
            for (StreamId stream : streams) {
                List<StoredEvent<Object>> events = new ArrayList<>();
                store.read(ReadRequest.of(stream), events::add);
                T state = fold.initialState();
                long position = 0;
                for (StoredEvent<Object> event : events) {
                    if (counts(event, events.size())) {
                        state = fold.apply(state, event.payload());
                    }
                    position = event.position();
                }
                states.put(stream, new StreamState<>(events.size(), position, state));
            }
            return Optional.of(new RememberedStates<>(states, false));
        }

        abstract boolean counts(StoredEvent<Object> event, int ofSoMany);
    }

    static EventStore withoutTheLastEvent(EventStore sound) {
        return new Remembering(sound) {
            @Override
            boolean counts(StoredEvent<Object> event, int ofSoMany) {
                return event.version() < ofSoMany;
            }
        };
    }

    static EventStore ofTheFirstThousandEvents(EventStore sound) {
        return new Remembering(sound) {
            @Override
            boolean counts(StoredEvent<Object> event, int ofSoMany) {
                return event.version() <= 1_000;
            }
        };
    }

    /** It folds what the fold does not know as if it were nothing. */
    static EventStore overForeignEvents(EventStore sound) {
        return new ForwardingStore(sound) {
            @Override
            public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
                Map<StreamId, StreamState<T>> states = new LinkedHashMap<>();
                store.read(ReadRequest.of(streams), event -> {})
                        .forEach((stream, version) ->
                                states.put(stream, new StreamState<>(version, version, fold.initialState())));
                return Optional.of(new RememberedStates<>(states, false));
            }
        };
    }

    /** The memory never learns: what it said once it says for ever, and calls it the present version. */
    static EventStore asOfTheFirstTime(EventStore sound) {
        Map<StreamId, StreamState<?>> first = new ConcurrentHashMap<>();
        return new ForwardingStore(sound) {
            @Override
            public <T> void remember(StreamId stream, StreamFold<T, ?> fold, StreamState<T> state, LogEpoch readIn) {
                first.putIfAbsent(stream, state);
            }

            @Override
            @SuppressWarnings("unchecked") // the suite uses one fold
            public <T> Optional<RememberedStates<T>> remembered(Set<StreamId> streams, StreamFold<T, ?> fold) {
                if (!first.keySet().containsAll(streams)) {
                    return Optional.empty();
                }
                Map<StreamId, StreamState<T>> states = new LinkedHashMap<>();
                store.read(ReadRequest.of(streams), event -> {}).forEach((stream, version) -> {
                    T state = (T) first.getOrDefault(stream, StreamState.initial(fold))
                            .state();
                    states.put(stream, new StreamState<>(version, version, state));
                });
                return Optional.of(new RememberedStates<>(states, false));
            }
        };
    }
}

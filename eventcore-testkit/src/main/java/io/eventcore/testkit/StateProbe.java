package io.eventcore.testkit;

import static java.util.Objects.requireNonNull;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and folds as another command does, writes nothing, and keeps the state. What the other command has written may
 * make it discover other streams than it did before; those that it did read then are read all the same. For one execution.
 */
final class StateProbe<S, E> implements Command<S, E> {

    private final Command<S, E> command;
    private final Set<StreamId> readBefore;
    private final Set<StreamId> named = new HashSet<>();
    private @Nullable S state;

    StateProbe(Command<S, E> command, Set<StreamId> readBefore) {
        this.command = command;
        this.readBefore = readBefore;
    }

    @Override
    public Streams streams() {
        Streams streams = command.streams();
        named.addAll(streams.ids());
        return streams;
    }

    @Override
    public S initialState() {
        return command.initialState();
    }

    @Override
    public S apply(S before, StoredEvent<E> event) {
        return command.apply(before, event);
    }

    @Override
    public Streams discover(S seen) {
        Set<StreamId> found = new LinkedHashSet<>(command.discover(seen).ids());
        if (named.containsAll(found)) {
            found.addAll(readBefore);
        }
        named.addAll(found);
        return Streams.of(found);
    }

    @Override
    public Writes<E> handle(S last) {
        state = last;
        return Writes.none();
    }

    @Override
    public Class<?> eventType() {
        return command.eventType();
    }

    S state() {
        return requireNonNull(state);
    }
}

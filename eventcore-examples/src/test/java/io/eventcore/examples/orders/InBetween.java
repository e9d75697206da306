package io.eventcore.examples.orders;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.testkit.ForwardingStore;
import java.util.concurrent.CompletableFuture;

/** A store in which another command gets in between: after a command has read and decided, before its append. */
final class InBetween extends ForwardingStore {

    private final Command<?, ?> other;

    InBetween(EventStore store, Command<?, ?> other) {
        super(store);
        this.other = other;
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        CommandExecutor.create(store).execute(other);
        return store.appendAsync(request);
    }
}

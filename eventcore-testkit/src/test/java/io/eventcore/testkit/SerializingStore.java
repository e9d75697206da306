package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventCodecException;
import io.eventcore.EventStore;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.ContractEvent.Unwritable;
import java.util.concurrent.CompletableFuture;

/** Refuses what a store that turns payloads into text refuses. */
final class SerializingStore extends ForwardingStore {

    SerializingStore(EventStore store) {
        super(store);
    }

    @Override
    public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
        for (NewEvent event : request.events()) {
            if (event.payload() instanceof Unwritable) {
                return CompletableFuture.failedFuture(new EventCodecException(
                        "The payload cannot be written.", new UnsupportedOperationException("text")));
            }
            if (event.payload() instanceof Noted noted && noted.text().indexOf('\0') >= 0) {
                return CompletableFuture.failedFuture(new InvalidEventException("The payload holds a NUL character."));
            }
        }
        return super.appendAsync(request);
    }
}

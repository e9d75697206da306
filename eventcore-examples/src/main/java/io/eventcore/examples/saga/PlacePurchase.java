package io.eventcore.examples.saga;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.saga.Purchase.Status;
import io.eventcore.examples.saga.PurchaseEvent.Placed;
import java.time.Instant;

/**
 * Somebody wants something. All that follows, the process does.
 *
 * @param purchase the purchase's stream
 * @param cents what it costs
 * @param payBy until when it must be paid
 */
public record PlacePurchase(StreamId purchase, long cents, Instant payBy) implements PurchaseCommand {

    @Override
    public Writes<PurchaseEvent> handle(Purchase state) {
        require(state.status() == Status.NONE, "the purchase was placed already");
        return Writes.to(purchase, new Placed(cents, payBy));
    }
}

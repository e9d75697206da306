package io.eventcore.examples.saga;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.saga.Purchase.Status;
import io.eventcore.examples.saga.PurchaseEvent.GivenUp;
import java.time.Instant;

/**
 * Ends a purchase that was not paid in time. Nothing happens if it is too early, or if the payment came first.
 *
 * @param purchase the purchase's stream
 * @param now what time it is
 */
public record GiveUp(StreamId purchase, Instant now) implements PurchaseCommand {

    @Override
    public Writes<PurchaseEvent> handle(Purchase state) {
        boolean late = state.status() == Status.PLACED && !now.isBefore(state.payBy());
        return late ? Writes.to(purchase, new GivenUp()) : Writes.none();
    }
}

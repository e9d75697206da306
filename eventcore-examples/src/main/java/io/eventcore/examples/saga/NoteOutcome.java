package io.eventcore.examples.saga;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.saga.Purchase.Status;

/**
 * Notes what came of a step, if the purchase waits for that.
 *
 * @param purchase the purchase's stream
 * @param waiting what the purchase must wait for
 * @param outcome what came
 */
record NoteOutcome(StreamId purchase, Status waiting, PurchaseEvent outcome) implements PurchaseCommand {

    @Override
    public Writes<PurchaseEvent> handle(Purchase state) {
        require(state.status() == waiting, "the purchase does not wait for this");
        return Writes.to(purchase, outcome);
    }
}

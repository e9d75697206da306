package io.eventcore.examples.saga;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.saga.Purchase.Status;
import io.eventcore.examples.saga.PurchaseEvent.Paid;
import io.eventcore.examples.saga.PurchaseEvent.PaidTooLate;

/**
 * The money is there. It may come after the purchase was given up: then it has to go back.
 *
 * @param purchase the purchase's stream
 * @param payment the payment service's number
 */
public record ConfirmPayment(StreamId purchase, String payment) implements PurchaseCommand {

    @Override
    public Writes<PurchaseEvent> handle(Purchase state) {
        if (state.payment().equals(payment)) {
            return Writes.none(); // told twice
        }
        if (state.status() == Status.CANCELLED) {
            return Writes.to(purchase, new PaidTooLate(payment));
        }
        require(state.status() == Status.PLACED, "the purchase does not wait for a payment");
        return Writes.to(purchase, new Paid(payment));
    }
}

package io.eventcore.examples.saga;

import io.eventcore.StreamFold;
import io.eventcore.examples.saga.PurchaseEvent.GivenUp;
import io.eventcore.examples.saga.PurchaseEvent.Paid;
import io.eventcore.examples.saga.PurchaseEvent.PaidTooLate;
import io.eventcore.examples.saga.PurchaseEvent.PaymentRefused;
import io.eventcore.examples.saga.PurchaseEvent.Placed;
import io.eventcore.examples.saga.PurchaseEvent.Refunded;
import io.eventcore.examples.saga.PurchaseEvent.Shipped;
import io.eventcore.examples.saga.PurchaseEvent.ShippingFailed;
import java.time.Instant;

/**
 * How far a purchase is.
 *
 * @param status what it waits for, or how it ended
 * @param payBy until when it must be paid
 * @param payment the number of its payment; empty if there was none
 */
public record Purchase(Status status, Instant payBy, String payment) {

    /** What a purchase waits for, or how it ended. */
    public enum Status {
        /** Nobody wants it yet. */
        NONE,
        /** It waits for the payment. */
        PLACED,
        /** It waits to be shipped. */
        PAID,
        /** It waits for the refund. */
        TO_REFUND,
        /** It ended well. */
        SHIPPED,
        /** It ended, and nobody has paid; or the money is back. */
        CANCELLED
    }

    /** How the events of a purchase become its state. */
    public static final StreamFold<Purchase, PurchaseEvent> FOLD = StreamFold.over(
                    PurchaseEvent.class, new Purchase(Status.NONE, Instant.EPOCH, ""))
            .on(Placed.class, (purchase, event) -> new Purchase(Status.PLACED, event.payBy(), ""))
            .on(Paid.class, (purchase, event) -> purchase.paid(Status.PAID, event.payment()))
            .on(PaidTooLate.class, (purchase, event) -> purchase.paid(Status.TO_REFUND, event.payment()))
            .on(PaymentRefused.class, (purchase, event) -> purchase.with(Status.CANCELLED))
            .on(GivenUp.class, (purchase, event) -> purchase.with(Status.CANCELLED))
            .on(Shipped.class, (purchase, event) -> purchase.with(Status.SHIPPED))
            .on(ShippingFailed.class, (purchase, event) -> purchase.with(Status.TO_REFUND))
            .on(Refunded.class, (purchase, event) -> purchase.with(Status.CANCELLED))
            .build();

    private Purchase with(Status next) {
        return new Purchase(next, payBy, payment);
    }

    private Purchase paid(Status next, String number) {
        return new Purchase(next, payBy, number);
    }
}

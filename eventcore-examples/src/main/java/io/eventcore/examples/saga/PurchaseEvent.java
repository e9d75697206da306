package io.eventcore.examples.saga;

import io.eventcore.EventType;
import java.time.Instant;

/** What can happen to a purchase. Each is a stream: the memory of its process. */
public sealed interface PurchaseEvent {

    /**
     * Somebody wants it.
     *
     * @param cents what it costs
     * @param payBy until when it must be paid
     */
    @EventType("purchase-placed")
    record Placed(long cents, Instant payBy) implements PurchaseEvent {}

    /**
     * It is paid.
     *
     * @param payment the payment service's number
     */
    @EventType("purchase-paid")
    record Paid(String payment) implements PurchaseEvent {}

    /**
     * It was paid after it was given up.
     *
     * @param payment the payment service's number
     */
    @EventType("purchase-paid-too-late")
    record PaidTooLate(String payment) implements PurchaseEvent {}

    /** The payment service said no. */
    @EventType("purchase-payment-refused")
    record PaymentRefused() implements PurchaseEvent {}

    /** It was not paid in time. */
    @EventType("purchase-given-up")
    record GivenUp() implements PurchaseEvent {}

    /** It is on its way. */
    @EventType("purchase-shipped")
    record Shipped() implements PurchaseEvent {}

    /**
     * It was paid and cannot be delivered.
     *
     * @param payment the payment service's number
     */
    @EventType("purchase-shipping-failed")
    record ShippingFailed(String payment) implements PurchaseEvent {}

    /** The money went back. */
    @EventType("purchase-refunded")
    record Refunded() implements PurchaseEvent {}
}

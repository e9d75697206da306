package io.eventcore.examples.saga;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.saga.Purchase.Status;
import io.eventcore.examples.saga.PurchaseEvent.GivenUp;
import io.eventcore.examples.saga.PurchaseEvent.Paid;
import io.eventcore.examples.saga.PurchaseEvent.PaidTooLate;
import io.eventcore.examples.saga.PurchaseEvent.Placed;
import io.eventcore.examples.saga.PurchaseEvent.Refunded;
import io.eventcore.examples.saga.PurchaseEvent.Shipped;
import io.eventcore.testkit.Scenario;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PurchaseTest {

    private static final StreamId LAMP = StreamId.of("purchase-lamp");
    private static final Instant PAY_BY = Instant.parse("2026-01-12T12:00:00Z");

    private static final Scenario NOTHING = Scenario.of(PurchaseEvent.class);
    private static final Scenario PLACED = NOTHING.givenCommand(new PlacePurchase(LAMP, 1_999, PAY_BY));
    private static final Scenario PAID = PLACED.givenCommand(new ConfirmPayment(LAMP, "p1"));
    private static final Scenario GIVEN_UP = PLACED.givenCommand(new GiveUp(LAMP, PAY_BY));

    @Test
    void aPurchaseIsPlacedOnce() {
        NOTHING.when(new PlacePurchase(LAMP, 1_999, PAY_BY)).then(Writes.to(LAMP, new Placed(1_999, PAY_BY)));
        PLACED.when(new PlacePurchase(LAMP, 1_999, PAY_BY)).thenRejected("the purchase was placed already");
    }

    @Test
    void aPaymentInTimeIsAccepted() {
        PLACED.when(new ConfirmPayment(LAMP, "p1"))
                .then(Writes.to(LAMP, new Paid("p1")))
                .thenState(Purchase.FOLD, LAMP, new Purchase(Status.PAID, PAY_BY, "p1"));
    }

    @Test
    void aPaymentThatIsToldTwiceCountsOnce() {
        PAID.when(new ConfirmPayment(LAMP, "p1")).thenNothing();
        GIVEN_UP.givenCommand(new ConfirmPayment(LAMP, "p1"))
                .given(LAMP, new Refunded())
                .when(new ConfirmPayment(LAMP, "p1"))
                .thenNothing();
    }

    @Test
    void aSecondPaymentIsRefused() {
        PAID.when(new ConfirmPayment(LAMP, "p2")).thenRejected("the purchase does not wait for a payment");
        NOTHING.when(new ConfirmPayment(LAMP, "p2")).thenRejected("the purchase does not wait for a payment");
    }

    @Test
    void aPaymentThatComesTooLateHasToGoBack() {
        GIVEN_UP.when(new ConfirmPayment(LAMP, "p1"))
                .then(Writes.to(LAMP, new PaidTooLate("p1")))
                .thenState(Purchase.FOLD, LAMP, new Purchase(Status.TO_REFUND, PAY_BY, "p1"));
    }

    @Test
    void aPurchaseIsGivenUpWhenItsTimeHasCome() {
        PLACED.when(new GiveUp(LAMP, PAY_BY.minusNanos(1))).thenNothing();
        PLACED.when(new GiveUp(LAMP, PAY_BY)).then(Writes.to(LAMP, new GivenUp()));
    }

    @Test
    void whatIsPaidIsNotGivenUp() {
        PAID.when(new GiveUp(LAMP, PAY_BY)).thenNothing();
    }

    @Test
    void anOutcomeThatNobodyWaitsForIsRefused() {
        PLACED.when(new NoteOutcome(LAMP, Status.PAID, new Shipped()))
                .thenRejected("the purchase does not wait for this");
        PAID.when(new NoteOutcome(LAMP, Status.PAID, new Shipped())).then(Writes.to(LAMP, new Shipped()));
    }
}

package io.eventcore.examples.saga;

import io.eventcore.CommandExecutor;
import io.eventcore.EventMetadata;
import io.eventcore.ExecutionOptions;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.examples.saga.PaymentService.Answer;
import io.eventcore.examples.saga.Purchase.Status;
import io.eventcore.examples.saga.PurchaseEvent.Paid;
import io.eventcore.examples.saga.PurchaseEvent.PaidTooLate;
import io.eventcore.examples.saga.PurchaseEvent.PaymentRefused;
import io.eventcore.examples.saga.PurchaseEvent.Placed;
import io.eventcore.examples.saga.PurchaseEvent.Refunded;
import io.eventcore.examples.saga.PurchaseEvent.Shipped;
import io.eventcore.examples.saga.PurchaseEvent.ShippingFailed;
import io.eventcore.projections.Delivery;
import io.eventcore.projections.ExternalProjection;
import java.io.IOException;
import java.util.UUID;

/**
 * Drives each purchase on: an event comes in, a service is called, a command notes what came of it, and its event comes in
 * next. It keeps nothing in memory, so it can end anywhere and go on later.
 *
 * <p>After a crash an event comes again. The id of the event is the key of the call and the id of the command that follow
 * from it, so neither takes effect twice.
 */
public final class FulfilmentProcess implements ExternalProjection<PurchaseEvent> {

    private final CommandExecutor executor;
    private final PaymentService payments;
    private final ShippingService shipping;

    /** A process that calls these services, and notes outcomes by this executor. */
    public FulfilmentProcess(CommandExecutor executor, PaymentService payments, ShippingService shipping) {
        this.executor = executor;
        this.payments = payments;
        this.shipping = shipping;
    }

    @Override
    public String name() {
        return "fulfilment";
    }

    @Override
    public void apply(StoredEvent<PurchaseEvent> event, Delivery delivery) throws IOException {
        PurchaseEvent what = event.payload();
        if (what instanceof Placed placed) {
            pay(event, placed);
        } else if (what instanceof Paid paid) {
            ship(event, paid);
        } else if (what instanceof ShippingFailed failed) {
            refund(event, failed.payment());
        } else if (what instanceof PaidTooLate late) {
            refund(event, late.payment());
        }
    }

    private void pay(StoredEvent<PurchaseEvent> event, Placed placed) throws IOException {
        StreamId purchase = event.stream();
        Answer answer = payments.charge(keyOf(event), purchase.value(), placed.cents());
        if (answer instanceof Answer.Accepted accepted) {
            execute(event, new ConfirmPayment(purchase, accepted.payment()));
        } else if (answer instanceof Answer.Refused) {
            execute(event, new NoteOutcome(purchase, Status.PLACED, new PaymentRefused()));
        }
    }

    private void ship(StoredEvent<PurchaseEvent> event, Paid paid) throws IOException {
        StreamId purchase = event.stream();
        boolean deliverable = shipping.ship(keyOf(event), purchase.value());
        PurchaseEvent outcome = deliverable ? new Shipped() : new ShippingFailed(paid.payment());
        execute(event, new NoteOutcome(purchase, Status.PAID, outcome));
    }

    private void refund(StoredEvent<PurchaseEvent> event, String payment) throws IOException {
        payments.refund(keyOf(event), payment);
        execute(event, new NoteOutcome(event.stream(), Status.TO_REFUND, new Refunded()));
    }

    private void execute(StoredEvent<PurchaseEvent> cause, PurchaseCommand command) {
        executor.execute(
                command,
                ExecutionOptions.defaults().withCommandId(keyOf(cause)).withMetadata(EventMetadata.causedBy(cause)));
    }

    private static UUID keyOf(StoredEvent<PurchaseEvent> event) {
        return event.id().value();
    }
}

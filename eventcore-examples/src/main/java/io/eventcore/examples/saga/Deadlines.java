package io.eventcore.examples.saga;

import io.eventcore.CommandExecutor;
import io.eventcore.EventFold;
import io.eventcore.EventStore;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.examples.saga.PurchaseEvent.GivenUp;
import io.eventcore.examples.saga.PurchaseEvent.Paid;
import io.eventcore.examples.saga.PurchaseEvent.PaidTooLate;
import io.eventcore.examples.saga.PurchaseEvent.PaymentRefused;
import io.eventcore.examples.saga.PurchaseEvent.Placed;
import io.eventcore.examples.saga.PurchaseEvent.Refunded;
import io.eventcore.examples.saga.PurchaseEvent.Shipped;
import io.eventcore.examples.saga.PurchaseEvent.ShippingFailed;
import io.eventcore.projections.InMemoryProjection;
import io.eventcore.projections.ProjectionRunner;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives up what is not paid in time. It remembers which purchases wait, and asks {@link GiveUp} for each that is due; what it
 * remembers may be outdated, for the command decides. An application calls it every minute or so, by a scheduler of its own.
 */
public final class Deadlines {

    private final CommandExecutor executor;
    private final InMemoryProjection<Map<StreamId, Instant>, PurchaseEvent> waiting =
            InMemoryProjection.of("waiting-for-payment", Map.of(), PurchaseEvent.class, fold());
    private final ProjectionRunner runner;

    /** Watches the purchases of a store. */
    public Deadlines(EventStore store, CommandExecutor executor) {
        this.executor = executor;
        this.runner = new ProjectionRunner(store, waiting);
    }

    /**
     * Gives up every purchase that is due. Blocks.
     *
     * @param now what time it is
     */
    public void check(Instant now) {
        runner.runUntilCaughtUp();
        waiting.state().forEach((purchase, payBy) -> {
            if (!now.isBefore(payBy)) {
                executor.execute(new GiveUp(purchase, now));
            }
        });
    }

    private static EventFold<Map<StreamId, Instant>, PurchaseEvent> fold() {
        return EventFold.<Map<StreamId, Instant>, PurchaseEvent>over(PurchaseEvent.class)
                .on(
                        Placed.class,
                        (map, event) -> changed(map, event, event.payload().payBy()))
                .on(Paid.class, (map, event) -> changed(map, event, null))
                .on(PaymentRefused.class, (map, event) -> changed(map, event, null))
                .on(GivenUp.class, (map, event) -> changed(map, event, null))
                .ignoring(PaidTooLate.class, Shipped.class, ShippingFailed.class, Refunded.class)
                .build();
    }

    private static Map<StreamId, Instant> changed(
            Map<StreamId, Instant> before, StoredEvent<?> event, @Nullable Instant payBy) {
        Map<StreamId, Instant> after = new HashMap<>(before);
        if (payBy == null) {
            after.remove(event.stream());
        } else {
            after.put(event.stream(), payBy);
        }
        return Map.copyOf(after);
    }
}

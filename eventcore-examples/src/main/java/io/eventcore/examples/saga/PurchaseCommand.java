package io.eventcore.examples.saga;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;

/** What the commands of this package have in common: each is about one purchase. */
interface PurchaseCommand extends StreamCommand<Purchase, PurchaseEvent> {

    /** The purchase's stream. */
    StreamId purchase();

    /** Decides on the state of the purchase. */
    Writes<PurchaseEvent> handle(Purchase state);

    @Override
    default Streams streams() {
        return Streams.of(purchase());
    }

    @Override
    default StreamFold<Purchase, PurchaseEvent> fold() {
        return Purchase.FOLD;
    }

    @Override
    default Writes<PurchaseEvent> handle(StreamStates<Purchase> states) {
        return handle(states.of(purchase()));
    }
}

package io.eventcore.examples.saga;

import java.io.IOException;
import java.util.UUID;

/** Delivers goods, somewhere else. A call under a key that was used before changes nothing, and gets the first answer. */
public interface ShippingService {

    /**
     * Sends the goods.
     *
     * @param key tells a call that is repeated from a new one
     * @return whether they can be delivered
     * @throws IOException if there was no answer: it may have happened
     */
    boolean ship(UUID key, String purchase) throws IOException;
}

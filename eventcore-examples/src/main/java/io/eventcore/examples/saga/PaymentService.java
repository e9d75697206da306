package io.eventcore.examples.saga;

import java.io.IOException;
import java.util.UUID;

/** Takes money, somewhere else. A call under a key that was used before changes nothing, and gets the first answer. */
public interface PaymentService {

    /**
     * Asks for money.
     *
     * @param key tells a call that is repeated from a new one
     * @throws IOException if there was no answer: it may have happened
     */
    Answer charge(UUID key, String purchase, long cents) throws IOException;

    /**
     * Gives money back.
     *
     * @param payment the number of the payment
     * @throws IOException if there was no answer: it may have happened
     */
    void refund(UUID key, String payment) throws IOException;

    /** What came of a charge. */
    sealed interface Answer {

        /**
         * The money is there.
         *
         * @param payment the number of the payment
         */
        record Accepted(String payment) implements Answer {}

        /** There will be no money. */
        record Refused() implements Answer {}

        /** The answer will come some day, from outside, by {@link ConfirmPayment}. */
        record Pending() implements Answer {}
    }
}

package io.eventcore.bench.load;

import io.eventcore.EventType;
import io.eventcore.StreamFold;

/** The events of the load run: money comes to an account or leaves it. */
sealed interface Booking {

    /** What is on an account. */
    StreamFold<Long, Booking> BALANCE = StreamFold.<Long, Booking>over(Booking.class, 0L)
            .on(Deposited.class, (cents, event) -> cents + event.cents())
            .on(Withdrawn.class, (cents, event) -> cents - event.cents())
            .build();

    /**
     * Money came.
     *
     * @param cents how much
     * @param reference a short text
     */
    @EventType("deposited")
    record Deposited(long cents, String reference) implements Booking {}

    /**
     * Money left.
     *
     * @param cents how much
     * @param reference a short text
     */
    @EventType("withdrawn")
    record Withdrawn(long cents, String reference) implements Booking {}
}

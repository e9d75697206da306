package io.eventcore.bench.load;

import io.eventcore.EventFold;
import io.eventcore.EventType;

/** The events of the load run: money comes to an account or leaves it. */
sealed interface Booking {

    /** How an event changes a balance. */
    EventFold<Long, Booking> BALANCE = EventFold.<Long, Booking>over(Booking.class)
            .on(Deposited.class, (cents, event) -> cents + event.payload().cents())
            .on(Withdrawn.class, (cents, event) -> cents - event.payload().cents())
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

package io.eventcore.bench.load;

import io.eventcore.Command;

/**
 * A command of the load run, which says what it adds to the table.
 *
 * @param <S> its state
 */
interface BookingCommand<S> extends Command<S, Booking> {

    /** What the table holds more when it was carried out. */
    Totals adds();
}

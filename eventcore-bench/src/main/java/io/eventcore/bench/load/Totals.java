package io.eventcore.bench.load;

/**
 * What a table of events holds in all.
 *
 * @param events how many rows
 * @param deposited the cents of all deposits
 * @param withdrawn the cents of all withdrawals
 */
record Totals(long events, long deposited, long withdrawn) {

    static final Totals NOTHING = new Totals(0, 0, 0);

    Totals plus(Totals more) {
        return new Totals(events + more.events, deposited + more.deposited, withdrawn + more.withdrawn);
    }

    Totals minus(Totals less) {
        return new Totals(events - less.events, deposited - less.deposited, withdrawn - less.withdrawn);
    }
}

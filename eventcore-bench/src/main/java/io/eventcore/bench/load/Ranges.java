package io.eventcore.bench.load;

/** Deals out accounts, none of them twice. Used by one thread. */
final class Ranges {

    private int next;

    Accounts next(int count) {
        Accounts accounts = new Accounts(next, count);
        next += count;
        return accounts;
    }
}

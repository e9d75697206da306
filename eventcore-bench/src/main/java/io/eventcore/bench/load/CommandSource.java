package io.eventcore.bench.load;

import io.eventcore.StreamId;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Where the commands of a turn come from. Thread-safe. */
@FunctionalInterface
interface CommandSource {

    /** The next command. */
    BookingCommand<?> next();

    /** Deposits to accounts picked at random. */
    static CommandSource deposits(int accounts) {
        return deposits("account-", 0, accounts);
    }

    /**
     * Deposits to accounts picked at random.
     *
     * @param prefix how their names begin
     * @param first the number of the first
     */
    static CommandSource deposits(String prefix, int first, int accounts) {
        return () -> new Deposit(StreamId.of(prefix + (first + random(accounts))), cents());
    }

    /** Deposits to one account after the other, round and round; the same accounts as those picked at random. */
    static CommandSource inTurn(int accounts) {
        AtomicInteger next = new AtomicInteger();
        return () -> new Deposit(account(Math.floorMod(next.getAndIncrement(), accounts)), cents());
    }

    /** Transfers between two accounts picked at random. */
    static CommandSource transfers(int accounts) {
        return () -> {
            int from = random(accounts);
            int to = (from + 1 + random(accounts - 1)) % accounts;
            return new Transfer(account(from), account(to), cents());
        };
    }

    /** Deposits to one account. */
    static CommandSource hot(int nth) {
        StreamId hot = StreamId.of("hot-" + nth);
        return () -> new Deposit(hot, cents());
    }

    private static StreamId account(int nth) {
        return StreamId.of("account-" + nth);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    /** A sum that never reaches a limit. */
    static long cents() {
        return ThreadLocalRandom.current().nextLong(1, 10_000);
    }
}

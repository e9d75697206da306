package io.eventcore.postgres.faults;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;

/** A command whose events can be told from all others. Its state is the balance of the account that pays. */
sealed interface Booking extends Command<Long, Moved> {

    long id();

    /** How many events it writes. */
    int events();

    /** By how much it changes the sum of all accounts. */
    long brings();

    @Override
    default Long initialState() {
        return 0L;
    }

    /** Brings money from outside: one stream. */
    record Deposit(long id, StreamId account, long cents) implements Booking {
        @Override
        public int events() {
            return 1;
        }

        @Override
        public long brings() {
            return cents;
        }

        @Override
        public Streams streams() {
            return Streams.of(account);
        }

        @Override
        public Long apply(Long state, StoredEvent<Moved> event) {
            return state;
        }

        @Override
        public Writes<Moved> handle(Long state) {
            return Writes.to(account, new Moved(id, cents));
        }
    }

    /** Moves money that is there: two streams. */
    record Transfer(long id, StreamId from, StreamId to, long cents) implements Booking {
        @Override
        public int events() {
            return 2;
        }

        @Override
        public long brings() {
            return 0;
        }

        @Override
        public Streams streams() {
            return Streams.of(from, to);
        }

        @Override
        public Long apply(Long balance, StoredEvent<Moved> event) {
            return event.stream().equals(from) ? balance + event.payload().cents() : balance;
        }

        @Override
        public Writes<Moved> handle(Long balance) {
            require(balance >= cents, "insufficient funds");
            return Writes.to(from, new Moved(id, -cents)).and(to, new Moved(id, cents));
        }
    }
}

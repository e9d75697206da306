package io.eventcore.testkit;

import io.eventcore.Command;
import io.eventcore.StoredEvent;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.AccountEvent.Deposited;
import io.eventcore.testkit.AccountEvent.HeirNamed;
import io.eventcore.testkit.AccountEvent.Withdrawn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What an application's commands look like, for tests of the testing kit. */
final class AccountCommands {

    private AccountCommands() {}

    /** Moves money, on the state of each account. */
    record Transfer(StreamId from, StreamId to, long cents) implements StreamCommand<Long, AccountEvent> {
        @Override
        public Streams streams() {
            return Streams.of(from, to);
        }

        @Override
        public StreamFold<Long, AccountEvent> fold() {
            return AccountEvent.BALANCE;
        }

        @Override
        public Writes<AccountEvent> handle(StreamStates<Long> balances) {
            require(balances.of(from) >= cents, "insufficient funds");
            return cents == 0
                    ? Writes.none()
                    : Writes.to(from, new Withdrawn(cents)).and(to, new Deposited(cents));
        }
    }

    /** Pays money in. */
    record Deposit(StreamId account, long cents) implements StreamCommand<Long, AccountEvent> {
        @Override
        public Streams streams() {
            return Streams.of(account);
        }

        @Override
        public StreamFold<Long, AccountEvent> fold() {
            return AccountEvent.BALANCE;
        }

        @Override
        public Writes<AccountEvent> handle(StreamStates<Long> balances) {
            require(cents > 0, "nothing to deposit");
            return Writes.to(account, new Deposited(cents));
        }
    }

    /**
     * What is known of an estate: who inherits, and how much there is in each account.
     *
     * @param heir the last heir that was named
     */
    record Estate(Optional<StreamId> heir, Map<StreamId, Long> cents) {
        Estate plus(StreamId account, long more) {
            Map<StreamId, Long> next = new TreeMap<>(cents);
            next.merge(account, more, Long::sum);
            return new Estate(heir, next);
        }
    }

    /** Moves all that an account holds to its heir, whose account is discovered. */
    record Inherit(StreamId account) implements Command<Estate, AccountEvent> {
        @Override
        public Streams streams() {
            return Streams.of(account);
        }

        @Override
        public Estate initialState() {
            return new Estate(Optional.empty(), Map.of());
        }

        @Override
        public Estate apply(Estate estate, StoredEvent<AccountEvent> event) {
            if (event.payload() instanceof HeirNamed named) {
                return new Estate(Optional.of(StreamId.of(named.account())), estate.cents());
            }
            return estate.plus(event.stream(), AccountEvent.BALANCE.apply(0L, event.payload()));
        }

        @Override
        public Streams discover(Estate estate) {
            return estate.heir().map(Streams::of).orElse(Streams.none());
        }

        @Override
        public Writes<AccountEvent> handle(Estate estate) {
            long cents = estate.cents().getOrDefault(account, 0L);
            StreamId heir = estate.heir().orElse(account);
            require(!heir.equals(account), "no heir");
            return Writes.to(account, new Withdrawn(cents)).and(heir, new Deposited(cents));
        }
    }

    /** Looks when the events of a stream were stored, and writes nothing. */
    record LookAtTimes(StreamId account) implements Command<List<Instant>, AccountEvent> {
        @Override
        public Streams streams() {
            return Streams.of(account);
        }

        @Override
        public List<Instant> initialState() {
            return List.of();
        }

        @Override
        public List<Instant> apply(List<Instant> times, StoredEvent<AccountEvent> event) {
            return Stream.concat(times.stream(), Stream.of(event.createdAt())).toList();
        }

        @Override
        public Writes<AccountEvent> handle(List<Instant> times) {
            return Writes.none();
        }
    }
}

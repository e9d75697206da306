package bank;

import io.eventcore.EventType;
import io.eventcore.StreamFold;

/** What can happen to an account. The names are stored, and never change; the classes may be renamed. */
public sealed interface AccountEvent {

    @EventType("money-deposited")
    record Deposited(long cents) implements AccountEvent {}

    @EventType("money-withdrawn")
    record Withdrawn(long cents) implements AccountEvent {}

    /** How the events of an account become its balance. */
    StreamFold<Long, AccountEvent> BALANCE = StreamFold.over(AccountEvent.class, 0L)
            .on(Deposited.class, (cents, event) -> cents + event.cents())
            .on(Withdrawn.class, (cents, event) -> cents - event.cents())
            .build();
}

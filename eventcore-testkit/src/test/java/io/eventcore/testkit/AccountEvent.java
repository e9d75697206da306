package io.eventcore.testkit;

import io.eventcore.EventType;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;

/** What an application's events look like, for tests of the testing kit. */
sealed interface AccountEvent {

    StreamId ALICE = StreamId.of("account-alice");
    StreamId BOB = StreamId.of("account-bob");

    /** Money came in. */
    @EventType("kit-deposited")
    record Deposited(long cents) implements AccountEvent {}

    /** Money went out. */
    @EventType("kit-withdrawn")
    record Withdrawn(long cents) implements AccountEvent {}

    /** The account got an heir. */
    @EventType("kit-heir-named")
    record HeirNamed(String account) implements AccountEvent {}

    StreamFold<Long, AccountEvent> BALANCE = StreamFold.over(AccountEvent.class, 0L)
            .on(Deposited.class, (cents, deposited) -> cents + deposited.cents())
            .on(Withdrawn.class, (cents, withdrawn) -> cents - withdrawn.cents())
            .ignoring(HeirNamed.class)
            .build();
}

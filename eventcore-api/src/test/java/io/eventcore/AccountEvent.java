package io.eventcore;

/** What happens to an account in these tests. */
public sealed interface AccountEvent {
    /** The account exists. */
    @EventType("account-opened")
    record Opened(String owner) implements AccountEvent {}

    /** Money has left it. */
    @EventType("money-withdrawn")
    record Withdrawn(long cents) implements AccountEvent {}

    /** Money has come in. */
    @EventType("money-deposited")
    record Deposited(long cents) implements AccountEvent {}
}

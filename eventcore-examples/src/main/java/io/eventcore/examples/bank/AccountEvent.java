package io.eventcore.examples.bank;

import io.eventcore.EventType;

/** What can happen to an account. Each account is a stream of its own. */
public sealed interface AccountEvent {

    /**
     * The account exists from now on, with nothing on it.
     *
     * @param owner whose account it is
     */
    @EventType("account-opened")
    record Opened(String owner) implements AccountEvent {}

    /**
     * Money left the account.
     *
     * @param cents how much, positive
     */
    @EventType("money-withdrawn")
    record Withdrawn(long cents) implements AccountEvent {}

    /**
     * Money came to the account.
     *
     * @param cents how much, positive
     */
    @EventType("money-deposited")
    record Deposited(long cents) implements AccountEvent {}
}

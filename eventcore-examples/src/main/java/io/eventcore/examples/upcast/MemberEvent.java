package io.eventcore.examples.upcast;

import io.eventcore.EventType;

/** What can happen to a member of a club, as it is written today. Each member is a stream. */
public sealed interface MemberEvent {

    /**
     * Somebody joined. Until 2021 it was called "customer-registered".
     *
     * @param name who
     * @param feeCents what is paid a year
     * @param country the two letters of the country
     */
    @EventType(value = "member-registered", aliases = "customer-registered", version = 3)
    record Registered(String name, long feeCents, String country) implements MemberEvent {}

    /**
     * There is another address for mails. Until 2022 this was a part of "contact-changed".
     *
     * @param email the address
     */
    @EventType("member-email-changed")
    record EmailChanged(String email) implements MemberEvent {}

    /**
     * The member lives elsewhere. Until 2022 this was a part of "contact-changed".
     *
     * @param street street and number
     */
    @EventType("member-moved")
    record Moved(String street) implements MemberEvent {}
}

package io.eventcore.examples.upcast;

import io.eventcore.StreamFold;
import io.eventcore.examples.upcast.MemberEvent.EmailChanged;
import io.eventcore.examples.upcast.MemberEvent.Moved;
import io.eventcore.examples.upcast.MemberEvent.Registered;

/**
 * A member as the events leave it. It knows nothing of earlier years.
 *
 * @param name who; empty if nobody registered
 * @param feeCents what is paid a year
 * @param country the two letters of the country
 * @param email the address for mails; empty if unknown
 * @param street street and number; empty if unknown
 */
public record Member(String name, long feeCents, String country, String email, String street) {

    /** How the events of a member become its state. */
    public static final StreamFold<Member, MemberEvent> FOLD = StreamFold.over(
                    MemberEvent.class, new Member("", 0, "", "", ""))
            .on(
                    Registered.class,
                    (member, event) ->
                            new Member(event.name(), event.feeCents(), event.country(), member.email, member.street))
            .on(
                    EmailChanged.class,
                    (member, event) ->
                            new Member(member.name, member.feeCents, member.country, event.email(), member.street))
            .on(
                    Moved.class,
                    (member, event) ->
                            new Member(member.name, member.feeCents, member.country, member.email, event.street()))
            .build();
}

package io.eventcore.examples.upcast;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.upcast.MemberEvent.Moved;

/**
 * A member lives elsewhere.
 *
 * @param member the member's stream
 * @param street street and number
 */
public record MoveMember(StreamId member, String street) implements StreamCommand<Member, MemberEvent> {

    @Override
    public Streams streams() {
        return Streams.of(member);
    }

    @Override
    public StreamFold<Member, MemberEvent> fold() {
        return Member.FOLD;
    }

    @Override
    public Writes<MemberEvent> handle(StreamStates<Member> members) {
        Member before = members.of(member);
        require(!before.name().isEmpty(), "there is no such member");
        return before.street().equals(street) ? Writes.none() : Writes.to(member, new Moved(street));
    }
}

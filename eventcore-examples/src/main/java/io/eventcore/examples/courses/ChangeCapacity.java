package io.eventcore.examples.courses;

import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.courses.EnrolmentEvent.CapacityChanged;

/**
 * Changes how many students fit into a course. It may become less than there are in: they stay, and nobody joins.
 *
 * @param course the course's stream
 * @param capacity how many
 */
public record ChangeCapacity(StreamId course, int capacity) implements EnrolmentCommand {

    @Override
    public Streams streams() {
        return Streams.of(course);
    }

    @Override
    public Writes<EnrolmentEvent> handle(StreamStates<Roster> rosters) {
        Roster roster = rosters.of(course);
        require(capacity > 0, "a course has at least one place");
        require(roster.isDefined(), "there is no such course");
        return roster.capacity() == capacity ? Writes.none() : Writes.to(course, new CapacityChanged(capacity));
    }
}

package io.eventcore.examples.courses;

import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.courses.EnrolmentEvent.CourseDefined;

/**
 * Offers a course.
 *
 * @param course the course's stream
 * @param capacity how many students fit in
 */
public record DefineCourse(StreamId course, int capacity) implements EnrolmentCommand {

    @Override
    public Streams streams() {
        return Streams.of(course);
    }

    @Override
    public Writes<EnrolmentEvent> handle(StreamStates<Roster> rosters) {
        require(capacity > 0, "a course has at least one place");
        require(!rosters.of(course).isDefined(), "the course exists already");
        return Writes.to(course, new CourseDefined(capacity));
    }
}

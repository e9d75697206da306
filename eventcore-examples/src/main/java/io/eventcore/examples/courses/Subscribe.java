package io.eventcore.examples.courses;

import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.examples.courses.EnrolmentEvent.CourseTaken;
import io.eventcore.examples.courses.EnrolmentEvent.StudentSubscribed;

/**
 * Gives a student a place in a course. A rule of the course and a rule of the student must hold at the same moment, so both
 * streams are in the boundary.
 *
 * @param student the student's stream
 * @param course the course's stream
 */
public record Subscribe(StreamId student, StreamId course) implements EnrolmentCommand {

    /** The most courses that a student may take. */
    public static final int MOST_COURSES = 10;

    @Override
    public Streams streams() {
        return Streams.of(course, student);
    }

    @Override
    public Writes<EnrolmentEvent> handle(StreamStates<Roster> rosters) {
        Roster students = rosters.of(course);
        Roster courses = rosters.of(student);
        require(students.isDefined(), "there is no such course");
        require(!students.has(student), "the student has a place already");
        require(!students.isFull(), "the course is full");
        require(courses.names().size() < MOST_COURSES, "a student takes at most " + MOST_COURSES + " courses");
        return Writes.to(course, new StudentSubscribed(student.value())).and(student, new CourseTaken(course.value()));
    }
}

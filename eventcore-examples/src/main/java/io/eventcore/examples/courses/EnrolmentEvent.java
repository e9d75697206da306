package io.eventcore.examples.courses;

import io.eventcore.EventType;

/** What can happen to a course, and to a student. Each course is a stream, and each student is one. */
public sealed interface EnrolmentEvent {

    /**
     * In the course's stream: the course exists.
     *
     * @param capacity how many students fit in, positive
     */
    @EventType("course-defined")
    record CourseDefined(int capacity) implements EnrolmentEvent {}

    /**
     * In the course's stream: from now on so many students fit in. Who is in stays in.
     *
     * @param capacity how many, positive
     */
    @EventType("course-capacity-changed")
    record CapacityChanged(int capacity) implements EnrolmentEvent {}

    /**
     * In the course's stream: somebody got a place.
     *
     * @param student the student's stream
     */
    @EventType("course-student-subscribed")
    record StudentSubscribed(String student) implements EnrolmentEvent {}

    /**
     * In the student's stream: the other side of {@link StudentSubscribed}.
     *
     * @param course the course's stream
     */
    @EventType("student-course-taken")
    record CourseTaken(String course) implements EnrolmentEvent {}
}

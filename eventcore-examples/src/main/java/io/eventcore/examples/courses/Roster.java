package io.eventcore.examples.courses;

import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.examples.courses.EnrolmentEvent.CapacityChanged;
import io.eventcore.examples.courses.EnrolmentEvent.CourseDefined;
import io.eventcore.examples.courses.EnrolmentEvent.CourseTaken;
import io.eventcore.examples.courses.EnrolmentEvent.StudentSubscribed;
import java.util.HashSet;
import java.util.Set;

/**
 * Who or what is enrolled on one side: the students of a course, or the courses of a student. Immutable.
 *
 * @param capacity how many students fit into a course; 0 for a student, and for a course that was not defined
 * @param names the streams of the other side
 */
public record Roster(int capacity, Set<String> names) {

    /** How the events of a course or of a student become their state. */
    public static final StreamFold<Roster, EnrolmentEvent> FOLD = StreamFold.over(
                    EnrolmentEvent.class, new Roster(0, Set.of()))
            .on(CourseDefined.class, (roster, event) -> new Roster(event.capacity(), roster.names))
            .on(CapacityChanged.class, (roster, event) -> new Roster(event.capacity(), roster.names))
            .on(StudentSubscribed.class, (roster, event) -> roster.with(event.student()))
            .on(CourseTaken.class, (roster, event) -> roster.with(event.course()))
            .build();

    /** Copies the set. */
    public Roster {
        names = Set.copyOf(names);
    }

    boolean isDefined() {
        return capacity > 0;
    }

    boolean isFull() {
        return names.size() >= capacity;
    }

    boolean has(StreamId other) {
        return names.contains(other.value());
    }

    private Roster with(String name) {
        Set<String> more = new HashSet<>(names);
        more.add(name);
        return new Roster(capacity, more);
    }
}

package io.eventcore.examples.courses;

import io.eventcore.StreamId;
import io.eventcore.Writes;
import io.eventcore.examples.courses.EnrolmentEvent.CapacityChanged;
import io.eventcore.examples.courses.EnrolmentEvent.CourseDefined;
import io.eventcore.examples.courses.EnrolmentEvent.CourseTaken;
import io.eventcore.examples.courses.EnrolmentEvent.StudentSubscribed;
import io.eventcore.testkit.Scenario;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CoursesTest {

    private static final StreamId CHEMISTRY = StreamId.of("course-chemistry");
    private static final StreamId ADA = StreamId.of("student-ada");
    private static final StreamId ALAN = StreamId.of("student-alan");

    private static final Scenario NOTHING = Scenario.of(EnrolmentEvent.class);
    private static final Scenario ONE_PLACE = NOTHING.givenCommand(new DefineCourse(CHEMISTRY, 1));

    @Test
    void aCourseIsDefinedOnce() {
        NOTHING.when(new DefineCourse(CHEMISTRY, 30)).then(Writes.to(CHEMISTRY, new CourseDefined(30)));
        ONE_PLACE.when(new DefineCourse(CHEMISTRY, 30)).thenRejected("the course exists already");
        NOTHING.when(new DefineCourse(CHEMISTRY, 0)).thenRejected("a course has at least one place");
    }

    @Test
    void aStudentGetsAPlaceAndBothSidesKnow() {
        ONE_PLACE
                .when(new Subscribe(ADA, CHEMISTRY))
                .then(Writes.to(CHEMISTRY, new StudentSubscribed(ADA.value()))
                        .and(ADA, new CourseTaken(CHEMISTRY.value())))
                .thenState(Roster.FOLD, CHEMISTRY, new Roster(1, Set.of(ADA.value())))
                .thenStreams(CHEMISTRY, ADA);
    }

    @Test
    void aCourseIsNotOverbooked() {
        ONE_PLACE
                .givenCommand(new Subscribe(ADA, CHEMISTRY))
                .when(new Subscribe(ALAN, CHEMISTRY))
                .thenRejected("the course is full");
    }

    @Test
    void nobodyGetsTwoPlacesInACourse() {
        NOTHING.givenCommand(new DefineCourse(CHEMISTRY, 2))
                .givenCommand(new Subscribe(ADA, CHEMISTRY))
                .when(new Subscribe(ADA, CHEMISTRY))
                .thenRejected("the student has a place already");
    }

    @Test
    void aStudentTakesAtMostTenCourses() {
        Scenario nine = IntStream.range(0, 9)
                .mapToObj(i -> StreamId.of("course-" + i))
                .reduce(
                        ONE_PLACE,
                        (scenario, course) -> scenario.givenCommand(new DefineCourse(course, 1))
                                .givenCommand(new Subscribe(ADA, course)),
                        (a, b) -> b);
        StreamId eleventh = StreamId.of("course-eleventh");

        nine.when(new Subscribe(ADA, CHEMISTRY))
                .thenState(Roster.FOLD, CHEMISTRY, new Roster(1, Set.of(ADA.value())))
                .and()
                .givenCommand(new DefineCourse(eleventh, 1))
                .when(new Subscribe(ADA, eleventh))
                .thenRejected("a student takes at most 10 courses");
    }

    @Test
    void theCapacityChangesAndDecidesFromThenOn() {
        ONE_PLACE.when(new ChangeCapacity(CHEMISTRY, 2)).then(Writes.to(CHEMISTRY, new CapacityChanged(2)));
        ONE_PLACE.when(new ChangeCapacity(CHEMISTRY, 1)).thenNothing();
        ONE_PLACE.when(new ChangeCapacity(CHEMISTRY, 0)).thenRejected("a course has at least one place");
        ONE_PLACE
                .givenCommand(new Subscribe(ADA, CHEMISTRY))
                .givenCommand(new ChangeCapacity(CHEMISTRY, 2))
                .when(new Subscribe(ALAN, CHEMISTRY))
                .thenState(Roster.FOLD, CHEMISTRY, new Roster(2, Set.of(ADA.value(), ALAN.value())));
    }

    @Test
    void whoIsInStaysInWhenPlacesAreTakenAway() {
        NOTHING.givenCommand(new DefineCourse(CHEMISTRY, 3))
                .givenCommand(new Subscribe(ADA, CHEMISTRY))
                .givenCommand(new Subscribe(ALAN, CHEMISTRY))
                .when(new ChangeCapacity(CHEMISTRY, 1))
                .thenState(Roster.FOLD, CHEMISTRY, new Roster(1, Set.of(ADA.value(), ALAN.value())));
    }

    @Test
    void aCourseThatWasNotDefinedTakesNobody() {
        NOTHING.when(new Subscribe(ADA, CHEMISTRY)).thenRejected("there is no such course");
        NOTHING.when(new ChangeCapacity(CHEMISTRY, 1)).thenRejected("there is no such course");
    }
}

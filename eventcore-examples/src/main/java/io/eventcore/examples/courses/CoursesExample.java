package io.eventcore.examples.courses;

import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.EventTypes;
import io.eventcore.StreamId;
import io.eventcore.examples.courses.EnrolmentEvent.CourseTaken;
import io.eventcore.examples.courses.EnrolmentEvent.StudentSubscribed;
import io.eventcore.examples.story.AtOnce;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.examples.story.Telling;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.util.stream.IntStream;

/** Sixty students want ten places, and one student wants fifteen courses, all at once. */
public final class CoursesExample implements Example {

    private static final StreamId CHEMISTRY = StreamId.of("course-chemistry");
    private static final StreamId EAGER = StreamId.of("student-eager");

    /** Runs it alone. */
    public static void main(String[] arguments) throws Exception {
        System.exit(Telling.alone(new CoursesExample()));
    }

    @Override
    public String name() {
        return "courses";
    }

    @Override
    public String shows() {
        return "a rule of the course and a rule of the student hold at the same moment";
    }

    @Override
    public void tell(String url, Story story) {
        try (EventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(EnrolmentEvent.class))) {
            store.initialize();
            CommandExecutor executor = CommandExecutor.create(store);
            fillACourse(executor, store, story);
            changeItsCapacity(executor, story);
            fillAStudent(executor, store, story);
        }
    }

    private static void fillACourse(CommandExecutor executor, EventStore store, Story story) {
        executor.execute(new DefineCourse(CHEMISTRY, 10));
        AtOnce outcome = AtOnce.execute(
                executor,
                IntStream.range(0, 60)
                        .mapToObj(i -> new Subscribe(student(i), CHEMISTRY))
                        .toList());
        story.say(
                "60 students want the 10 places in chemistry: %d got one, %s.",
                outcome.done().size(), outcome.refusals());
        long placesGiven = store.read(CHEMISTRY).stream()
                .filter(event -> event.payload() instanceof StudentSubscribed)
                .count();
        story.claim(
                "the course is full and not overbooked",
                placesGiven == 10 && outcome.refused("the course is full") == 50);
    }

    private static void changeItsCapacity(CommandExecutor executor, Story story) {
        executor.execute(new ChangeCapacity(CHEMISTRY, 5));
        story.claimRefused("the course is full", () -> executor.execute(new Subscribe(student(100), CHEMISTRY)));
        executor.execute(new ChangeCapacity(CHEMISTRY, 11));
        executor.execute(new Subscribe(student(100), CHEMISTRY));
        story.say("With 11 places, one more student fits in.");
        story.claimRefused(
                "the student has a place already", () -> executor.execute(new Subscribe(student(100), CHEMISTRY)));
    }

    private static void fillAStudent(CommandExecutor executor, EventStore store, Story story) {
        IntStream.range(0, 15).forEach(i -> executor.execute(new DefineCourse(course(i), 100)));
        AtOnce outcome = AtOnce.execute(
                executor,
                IntStream.range(0, 15)
                        .mapToObj(i -> new Subscribe(EAGER, course(i)))
                        .toList());
        story.say(
                "One student wants 15 courses, all at once: %d were granted, %s.",
                outcome.done().size(), outcome.refusals());
        long taken = store.read(EAGER).stream()
                .filter(event -> event.payload() instanceof CourseTaken)
                .count();
        long given = IntStream.range(0, 15)
                .mapToLong(i -> store.read(course(i)).stream()
                        .filter(event -> event.payload() instanceof StudentSubscribed)
                        .count())
                .sum();
        story.claim("the student takes 10 courses", taken == Subscribe.MOST_COURSES);
        story.claim("both sides agree", given == taken);
    }

    private static StreamId student(int number) {
        return StreamId.of("student-" + number);
    }

    private static StreamId course(int number) {
        return StreamId.of("course-" + number);
    }
}

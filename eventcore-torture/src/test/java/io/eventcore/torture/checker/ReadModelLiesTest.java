package io.eventcore.torture.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.torture.history.Chain;
import io.eventcore.torture.history.Delivered;
import io.eventcore.torture.history.Note;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Read models that are not the fold of the log are found. */
class ReadModelLiesTest {

    private static final String EQUAL = "read models equal the fold of the log";

    private final Story story = new Story();

    @BeforeEach
    void twoEventsAreStored() {
        story.stored("one", 1, 2, story.look("a"), "a").stored("two", 3, 4, story.look("a"), "a");
    }

    @Test
    void aSkippedEventIsFound() {
        ReadModelTables tables = new ReadModelTables(List.of(new ReadModelTables.Line(2, "event-two0")), Set.of());

        assertThat(story.deliveredAll().check(tables).counts()).containsKey(EQUAL);
    }

    @Test
    void anAppliedEventThatIsNotStoredIsFound() {
        ReadModelTables tables = new ReadModelTables(
                List.of(
                        new ReadModelTables.Line(1, "event-one0"),
                        new ReadModelTables.Line(2, "event-two0"),
                        new ReadModelTables.Line(3, "event-x0")),
                Set.of());

        assertThat(story.deliveredAll().check(tables).counts()).containsKey(EQUAL);
    }

    @Test
    void aNameTooMuchIsFound() {
        ReadModelTables tables = new ReadModelTables(story.tables().lines(), Set.of("name-1"));

        assertThat(story.deliveredAll().check(tables).counts()).containsKey(EQUAL);
    }

    @Test
    void aModelInMemoryThatSkippedAnEventIsFound() {
        String skipped = "1:2:" + Chain.next(Chain.START, "event-two0");

        assertThat(story.deliveredAll().noted(Note.TALLY, skipped).check().counts())
                .containsKey(EQUAL);
    }

    @Test
    void anHonestModelInMemoryPasses() {
        String honest = "2:2:" + Chain.next(Chain.next(Chain.START, "event-one0"), "event-two0");

        assertThat(story.deliveredAll().noted(Note.TALLY, honest).check().all()).isEmpty();
    }

    @Test
    void anEventThatWasNeverDeliveredIsFound() {
        assertThat(story.delivered(0, 10, UnaryOperator.identity()).check().counts())
                .containsKey(EQUAL);
    }

    @Test
    void anEventThatWasDeliveredTooEarlyIsFound() {
        story.delivered(1, 10, UnaryOperator.identity()).delivered(0, 11, UnaryOperator.identity());

        assertThat(story.check().counts()).containsKey("events are delivered in order");
    }

    @Test
    void anEventMayBeDeliveredAgain() {
        story.deliveredAll().delivered(0, 2_000, UnaryOperator.identity());

        assertThat(story.check().all()).isEmpty();
    }

    @Test
    void anEventThatCameBackChangedIsFound() {
        story.deliveredAll()
                .delivered(
                        0,
                        2_000,
                        event -> new Delivered(
                                event.nanos(),
                                event.position(),
                                event.eventId(),
                                event.stream(),
                                event.version(),
                                "changed"));

        assertThat(story.check().counts()).containsKey("events come back as they were written");
    }

    @Test
    void aDeliveredEventThatIsNotStoredIsFound() {
        story.deliveredAll()
                .delivered(
                        0,
                        2_000,
                        event -> new Delivered(
                                event.nanos(),
                                event.position(),
                                "event-x",
                                event.stream(),
                                event.version(),
                                event.check()));

        assertThat(story.check().counts()).containsKey(EQUAL);
    }
}

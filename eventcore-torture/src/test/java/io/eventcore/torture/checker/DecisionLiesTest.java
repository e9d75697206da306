package io.eventcore.torture.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.torture.history.Outcome;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decisions on what did not stand there, or not at one moment, are found. */
class DecisionLiesTest {

    private final Story story = new Story();

    private void finds(String kind) {
        assertThat(story.deliveredAll().check().counts()).as("what was found").containsKey(kind);
    }

    @Test
    void anHonestHistoryPasses() {
        story.stored("one", 1, 2, story.look("a"), "a")
                .stored("two", 1, 4, story.look("a", "b"), "b", "a")
                .told("three", 3, 6, Outcome.REJECTED, story.look("a", "b"))
                .told("four", 5, 6, Outcome.NOT_STORED, Seen.NOTHING)
                .stored("five", 6, 9, story.look("b", "c"), "c");

        assertThat(story.deliveredAll().check().all()).isEmpty();
    }

    @Test
    void twoCallsAtTheSameTimeMayComeInAnyOrder() {
        Seen before = story.look("a");
        story.stored("one", 1, 9, story.look("a"), "a").told("two", 2, 10, Outcome.REJECTED, before);

        assertThat(story.deliveredAll().check().all()).isEmpty();
    }

    @Test
    void aRejectionOfWhatWasNeverStoredIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a")
                .told("two", 3, 4, Outcome.REJECTED, new Seen(Map.of("a", Sight.NOTHING.after("never stored", 9))));

        finds("decisions see what is stored");
    }

    @Test
    void aRejectionOfMoreThanThereIsIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a");
        Seen seen = new Seen(Map.of("a", story.sight("a").after("never stored", 9)));
        story.told("two", 3, 4, Outcome.REJECTED, seen);

        finds("decisions see what is stored");
    }

    @Test
    void aDecisionOnWhatWasNeverStoredIsFound() {
        story.stored("one", 1, 2, new Seen(Map.of("a", new Sight(0, "other", 100))), "a");

        finds("decisions see what is stored");
    }

    @Test
    void aRejectionOfAStateThatHadPassedIsFound() {
        Seen before = story.look("a");
        story.stored("one", 1, 2, story.look("a"), "a").told("two", 3, 4, Outcome.REJECTED, before);

        finds("there is an order that explains every answer");
    }

    @Test
    void nothingToDoOnAStateThatHadPassedIsFound() {
        Seen before = story.look("a");
        story.stored("one", 1, 2, story.look("a"), "a").told("two", 3, 4, Outcome.NOTHING_TO_DO, before);

        finds("there is an order that explains every answer");
    }

    @Test
    void aRejectionOfTwoStreamsAtDifferentMomentsIsFound() {
        Map<String, Sight> seen = new java.util.HashMap<>(story.look("a").streams());
        story.stored("one", 1, 2, story.look("a"), "a").stored("two", 3, 4, story.look("b"), "b");
        seen.putAll(story.look("b").streams()); // b with the event of two, a without that of one
        story.told("three", 1, 9, Outcome.REJECTED, new Seen(seen));

        finds("there is an order that explains every answer");
    }

    @Test
    void aDecisionThatDoesNotStandBehindWhatItSawIsFound() {
        Seen before = story.look("a");
        story.stored("one", 1, 9, story.look("a"), "a").stored("two", 1, 9, before, "a");

        finds("a decision stands right behind what it saw");
    }

    @Test
    void aDecisionOnAStreamThatItOnlyReadAndThatHadMovedIsFound() {
        Seen before = story.look("a", "b");
        story.stored("one", 1, 2, story.look("a"), "a").stored("two", 3, 4, before, "b");

        finds("there is an order that explains every answer");
    }

    @Test
    void writeSkewIsFound() {
        Seen before = story.look("a", "b");
        story.stored("one", 1, 9, before, "a").stored("two", 1, 9, before, "b");

        finds("there is an order that explains every answer");
    }

    @Test
    void aVersionThatIsMissingIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a").stored("two", 3, 4, story.look("a"), "a");
        story.rows.remove(0);

        finds("versions have no gaps");
    }

    @Test
    void aWrongVersionOfAStreamIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a");
        story.versions.put("a", 2L);

        finds("a stream's version is the number of its events");
    }

    @Test
    void aHalfOfADecisionIsFound() {
        story.stored("one", 1, 2, story.look("a", "b"), "a", "b");
        story.rows.remove(1);
        story.versions.put("b", 0L);

        finds("all or nothing");
    }
}

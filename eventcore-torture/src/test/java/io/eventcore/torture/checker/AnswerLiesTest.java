package io.eventcore.torture.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Note;
import io.eventcore.torture.history.Outcome;
import io.eventcore.torture.history.Seen;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that are not what is stored are found. */
class AnswerLiesTest {

    private static final Optional<String> ID = Optional.of("command");

    private final Story story = new Story();

    private void finds(String kind) {
        assertThat(story.deliveredAll().check().counts()).as("what was found").containsKey(kind);
    }

    private void passes() {
        assertThat(story.deliveredAll().check().all()).isEmpty();
    }

    private static Answer like(
            Answer answer, Outcome outcome, List<String> events, Map<String, Long> versions, long position) {
        return new Answer(
                answer.call(),
                answer.nanos(),
                outcome,
                events,
                versions,
                position,
                answer.repeated(),
                Seen.NOTHING,
                "");
    }

    private static Answer repeated(
            String call, long nanos, List<String> events, Map<String, Long> versions, long position) {
        Outcome outcome = events.isEmpty() ? Outcome.NOTHING_TO_DO : Outcome.STORED;
        return new Answer(call, nanos, outcome, events, versions, position, true, Seen.NOTHING, "");
    }

    @Test
    void anAcknowledgedEventThatIsMissingIsFound() {
        story.told("one", Optional.empty(), 1, repeated("one", 2, List.of("event"), Map.of("a", 1L), 1));

        finds("nothing acknowledged is missing");
    }

    @Test
    void whatWasToldAsNotStoredAndIsStoredIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a")
                .change("one", answer -> Answer.failed("one", 2, Outcome.NOT_STORED, Seen.NOTHING, "storage-failure"));

        finds("what was told as not stored is not stored");
    }

    @Test
    void aRejectedCommandThatIsStoredIsFound() {
        Seen before = story.look("a");
        story.stored("one", 1, 2, before, "a")
                .change("one", answer -> Answer.failed("one", 2, Outcome.REJECTED, before, ""));

        finds("what was told as not stored is not stored");
    }

    @Test
    void anUnknownOutcomeMayBeEither() {
        story.stored("one", 1, 2, story.look("a"), "a")
                .change("one", answer -> Answer.failed("one", 2, Outcome.UNKNOWN, Seen.NOTHING, "unknown-outcome"))
                .told("two", 3, 4, Outcome.UNKNOWN, Seen.NOTHING)
                .unanswered("three", 5);

        passes();
    }

    @Test
    void theEventsOfAnotherCallInAnAnswerAreFound() {
        story.stored("one", 1, 9, story.look("a"), "a")
                .stored("two", 1, 9, story.look("b"), "b")
                .change(
                        "two",
                        told -> like(told, Outcome.STORED, List.of("event-one0", "event-two0"), told.versions(), 2));

        finds("an answer tells the call's own events, versions and position");
    }

    @Test
    void aWrongVersionInAnAnswerIsFound() {
        story.stored("one", 1, 9, story.look("a"), "a")
                .change("one", told -> like(told, Outcome.STORED, told.events(), Map.of("a", 2L), told.position()));

        finds("an answer tells the call's own events, versions and position");
    }

    @Test
    void aWrongPositionInAnAnswerIsFound() {
        story.stored("one", 1, 9, story.look("a"), "a")
                .change("one", told -> like(told, Outcome.STORED, told.events(), told.versions(), 7));

        finds("an answer tells the call's own events, versions and position");
    }

    @Test
    void aRepeatedCommandGetsTheFirstResult() {
        story.stored("one", ID, 1, 2, story.look("a"), "a")
                .told("two", ID, 3, repeated("two", 4, List.of("event-one0"), Map.of("a", 1L), 1));

        passes();
    }

    @Test
    void anotherResultOfARepeatedCommandIsFound() {
        story.stored("one", ID, 1, 2, story.look("a"), "a")
                .told("two", ID, 3, repeated("two", 4, List.of("event-one0", "event-x0"), Map.of("a", 2L), 2));

        finds("a command id has one result, its own");
    }

    @Test
    void aRecordedResultThatIsNotTheCommandsOwnIsFound() {
        story.stored("one", ID, 1, 2, story.look("a"), "a");
        story.commands.put("command", new Log.Recorded(List.of("event-one0", "event-x0"), Map.of("a", 2L), 2));

        finds("a command id has one result, its own");
    }

    @Test
    void aCommandThatIsCarriedOutTwiceIsFound() {
        story.stored("one", ID, 1, 9, story.look("a"), "a").stored("two", ID, 1, 9, story.look("a"), "a");

        finds("a command id takes effect once");
    }

    @Test
    void aRepeatedCommandThatIsDecidedAnewIsFound() {
        story.stored("one", ID, 1, 2, story.look("a"), "a")
                .told("two", ID, 3, Answer.failed("two", 4, Outcome.REJECTED, story.look("a"), ""));

        finds("a repeated command gets the first result");
    }

    @Test
    void theMetadataOfAnotherCallAreFound() {
        story.stored("one", 1, 2, story.look("a"), "a");
        Row row = story.rows.get(0);
        story.rows.set(
                0,
                new Row(
                        row.position(),
                        row.eventId(),
                        row.stream(),
                        row.version(),
                        row.call(),
                        row.nth(),
                        row.of(),
                        row.seen(),
                        row.check(),
                        row.amount(),
                        row.name(),
                        Map.of("call", "two")));

        finds("metadata are the call's own");
    }

    @Test
    void aWrongPositionOfNothingToDoIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a")
                .told(
                        "two",
                        Optional.empty(),
                        3,
                        new Answer(
                                "two", 4, Outcome.NOTHING_TO_DO, List.of(), Map.of(), 0, false, story.look("a"), ""));

        finds("nothing to do tells the position of what was read");
    }

    @Test
    void anEventThatNobodyHasCalledForIsFound() {
        story.stored("one", 1, 2, story.look("a"), "a");
        Story other = new Story();
        other.rows.addAll(story.rows);
        other.versions.putAll(story.versions);

        assertThat(other.deliveredAll().check().counts()).containsKey("only what was called is stored");
    }

    @Test
    void aRefusalAfterItsCauseHasPassedIsFound() {
        refusedBetween(3, 4).noted(1, Note.BEGIN, Note.REFUSING, "").noted(2, Note.FAULT, Note.REFUSING, "0A000");

        finds("the storage refuses only while a fault makes it");
    }

    @Test
    void aRefusalWhileSomethingCausesItPasses() {
        refusedBetween(3, 6).noted(1, Note.BEGIN, Note.REFUSING, "").noted(4, Note.MISSED, Note.REFUSING, "cut off");

        passes();
    }

    private Story refusedBetween(long begin, long end) {
        return story.told(
                "one",
                Optional.empty(),
                begin,
                Answer.failed("one", end, Outcome.NOT_STORED, Seen.NOTHING, "storage-failure: the words"));
    }

    @Test
    void anErrorThatIsNotEventCoresIsFound() {
        story.told("one", 1, 2, Outcome.UNEXPECTED, Seen.NOTHING);

        finds("errors are EventCore's own");
    }

    @Test
    void whatClientsNoticeThemselvesIsFound() {
        story.noted(Note.WRONG, "its heap was too small");

        finds("what clients notice themselves");
    }
}

package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.internal.append.AppendAnswer.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How the function's answer becomes an outcome for each request. */
class AppendAnswerTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final StreamId C = StreamId.of("c");

    @Test
    void eachRequestGetsItsStreamsVersionsAndThePositionOfItsLastEvent() {
        PendingAppend two = Appends.writing("b", "a");
        PendingAppend one = Appends.writing("c");

        assertThat(outcomes(List.of(two, one), new Long[] {4L, 9L, 2L}, null, new Long[] {11L, 12L, 20L}))
                .containsExactly(stored(two, Map.of(A, 4L, B, 9L), 12), stored(one, Map.of(C, 2L), 20));
    }

    @Test
    void streamsThatWereOnlyReadAreNoPartOfTheResult() {
        PendingAppend append = Appends.of(AppendRequest.builder()
                .expect(A, ExpectedVersion.exactly(3))
                .expect(B, ExpectedVersion.any())
                .append(Appends.event("b"))
                .build());

        assertThat(outcomes(List.of(append), new Long[] {3L, 1L}, null, new Long[] {5L}))
                .containsExactly(stored(append, Map.of(B, 1L), 5));
    }

    @Test
    void aRequestWithoutEventsHasThePositionUpToWhichItHadRead() {
        PendingAppend append = Appends.of(AppendRequest.builder()
                .expect(A, ExpectedVersion.exactly(3))
                .readUpTo(17)
                .build());

        assertThat(outcomes(List.of(append), new Long[] {3L}, null, null))
                .containsExactly(stored(append, Map.of(), 17));
    }

    @Test
    void aConflictNamesTheStreamAndTakesNoPositions() {
        PendingAppend first = Appends.writing("a");
        PendingAppend refused = Appends.of(AppendRequest.builder()
                .expect(B, ExpectedVersion.noStream())
                .append(Appends.event("b"))
                .append(Appends.event("b"))
                .build());
        PendingAppend behind = Appends.writing("c");

        List<Outcome> outcomes = outcomes(
                List.of(first, refused, behind), new Long[] {1L, 8L, 1L}, new Integer[] {2}, new Long[] {5L, 6L});

        assertThat(outcomes.get(0)).isEqualTo(stored(first, Map.of(A, 1L), 5));
        assertConflict(outcomes.get(1), B, ExpectedVersion.noStream(), 8);
        assertThat(outcomes.get(2)).isEqualTo(stored(behind, Map.of(C, 1L), 6));
    }

    @Test
    void allReadersOfAStreamThatMovedAreRefusedAndNobodyElse() {
        PendingAppend first = readsAAndWrites("b");
        PendingAppend second = readsAAndWrites("c");
        PendingAppend other = Appends.writing("d");

        List<Outcome> outcomes = outcomes(
                List.of(first, second, other), new Long[] {4L, 0L, 0L, 1L}, new Integer[] {1}, new Long[] {5L});

        assertConflict(outcomes.get(0), A, ExpectedVersion.exactly(3), 4);
        assertConflict(outcomes.get(1), A, ExpectedVersion.exactly(3), 4);
        assertThat(outcomes.get(2)).isEqualTo(stored(other, Map.of(StreamId.of("d"), 1L), 5));
    }

    @Test
    void eachStoredEventHasItsVersionAndPositionAndRefusedOnesAreLeftOut() {
        PendingAppend first = Appends.of(AppendRequest.builder()
                .expect(A, ExpectedVersion.exactly(3))
                .expect(B, ExpectedVersion.any())
                .append(Appends.event("a"))
                .append(Appends.event("b"))
                .append(Appends.event("a"))
                .build());
        PendingAppend refused = Appends.writing("c");
        PendingAppend behind = Appends.writing("d");
        List<String> stored = new ArrayList<>();

        List<PendingAppend> batch = List.of(first, refused, behind);
        answer(batch, new Long[] {5L, 8L, 2L, 1L}, new Integer[] {3}, new Long[] {11L, 12L, 14L, 15L})
                .forEachStored(
                        batch,
                        (event, version, position, storedAt) ->
                                stored.add(event.stream() + " " + version + " @" + position));

        assertThat(stored).containsExactly("a 4 @11", "b 8 @12", "a 5 @14", "d 1 @15");
    }

    private static PendingAppend readsAAndWrites(String stream) {
        return Appends.of(AppendRequest.builder()
                .expect(A, ExpectedVersion.exactly(3))
                .expect(StreamId.of(stream), ExpectedVersion.noStream())
                .append(Appends.event(stream))
                .build());
    }

    private static Outcome stored(PendingAppend append, Map<StreamId, Long> versions, long position) {
        return new Outcome.Stored(new AppendResult(versions, position, append.eventIds(), false));
    }

    private static List<Outcome> outcomes(
            List<PendingAppend> batch, Long[] versions, Integer @Nullable [] conflicts, Long @Nullable [] positions) {
        return answer(batch, versions, conflicts, positions).outcomes(batch);
    }

    private static AppendAnswer answer(
            List<PendingAppend> batch, Long[] versions, Integer @Nullable [] conflicts, Long @Nullable [] positions) {
        return new AppendAnswer(new AppendCall(batch), versions, conflicts, positions, Instant.EPOCH);
    }

    private static void assertConflict(Outcome outcome, StreamId stream, ExpectedVersion expected, long actual) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Conflict.class, conflict -> {
            VersionConflictException failure = conflict.failure();
            assertThat(failure.stream()).isEqualTo(stream);
            assertThat(failure.expected()).isEqualTo(expected);
            assertThat(failure.actual()).isEqualTo(actual);
        });
    }
}

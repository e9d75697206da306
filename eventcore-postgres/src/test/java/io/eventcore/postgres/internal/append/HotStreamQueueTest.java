package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.DeadlineExceededException;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.RememberedStates;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.Deposited;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests that were decided on the events of others that are under way. */
class HotStreamQueueTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private static final StreamFold<Long, Deposited> SUM = StreamFold.over(Deposited.class, 0L)
            .on(Deposited.class, (sum, deposited) -> sum + deposited.cents())
            .build();

    private final UnderWay underWay = Appends.underWay();
    private final AppendQueue queue = new AppendQueue(100_000, Long.MAX_VALUE, underWay);
    private final Map<StreamId, StreamState<Long>> stored =
            new LinkedHashMap<>(Map.of(A, new StreamState<>(5, 50, 100L), B, new StreamState<>(0, 0, 0L)));

    @Test
    void theStateIsThatOfWhatIsStoredAndUnderWay() {
        RememberedStates<Long> before = look(A, B);
        queue.add(writing(before, A));
        PendingAppend second = added(writing(look(A, B), A));

        RememberedStates<Long> seen = look(A, B);

        assertThat(restsOn(before)).isEmpty();
        assertThat(seen.states()).containsEntry(A, new StreamState<>(7, 50, 102L));
        assertThat(seen.states()).containsEntry(B, new StreamState<>(0, 0, 0L));
        assertThat(seen.stored()).isEqualTo(stored);
        assertThat(restsOn(seen)).containsExactly(second);
    }

    @Test
    void whatIsStoredAlreadyIsNotCountedTwice() {
        queue.add(writing(look(A), A));
        stored.put(A, new StreamState<>(6, 60, 101L));

        assertThat(look(A).states()).isEqualTo(Map.of(A, new StreamState<>(6, 60, 101L)));
    }

    @Test
    void nothingIsBuiltBehindAGap() {
        queue.add(writing(look(A), A));
        stored.put(A, new StreamState<>(4, 40, 90L));

        assertThat(restsOn(look(A))).isEmpty();
    }

    @Test
    void thoseThatRestOnEachOtherGoTogether() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend second = added(writing(look(A, B), A, B));
        PendingAppend third = added(writing(look(B), B));
        PendingAppend alone = added(Appends.writing("c"));

        assertThat(queue.take(1)).containsExactly(first, second, third, alone);
        AppendCall call = new AppendCall(List.of(first, second, third, alone));
        assertThat(call.streamIds).containsExactly("a", "b", "c");
        assertThat(call.expected).as("the versions of the first").containsExactly(5, 0, -1);
        assertThat(call.added).as("the events of all").containsExactly(2, 2, 1);
        assertThat(call.eventRequest).containsExactly(0, 0, 0, 0, 1);
        assertThat(call.eventNth).containsExactly(1, 2, 1, 2, 1);
    }

    @Test
    void oneThatRestsOnWhatAnotherLaneSendsWaits() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        assertThat(queue.take(1)).containsExactly(first);
        PendingAppend second = added(writing(look(A), A));
        assertThat(queue.take(1)).isEmpty();

        queue.release(List.of(first), true);

        assertThat(queue.take(1)).containsExactly(second);
    }

    @Test
    void oneThatRestsOnWhatWasNotStoredIsToldToDecideAgainAndWhoRestsOnThatToo() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        queue.take(1);
        PendingAppend second = added(writing(look(A, B), A, B));
        PendingAppend third = added(writing(look(B), B));

        queue.release(List.of(first), false);

        assertThat(restsOn(look(A))).as("nobody builds on it any more").isEmpty();
        assertThat(queue.take(1)).isEmpty();
        assertThat(restsOn(look(A, B))).isEmpty();
        assertThat(second.outcome())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(VersionConflictException.class);
        assertThat(third.outcome())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(VersionConflictException.class);
    }

    @Test
    void oneWhoseBasisWasGivenUpIsToldToDecideAgain() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend second = added(writing(look(A), A));
        first.outcome().cancel(false);

        assertThat(queue.take(1)).isEmpty();

        assertThat(second.outcome()).isCompletedExceptionally();
        assertThat(restsOn(look(A))).isEmpty();
    }

    @Test
    void oneWhoseBasisWaitedTooLongIsToldToDecideAgain() throws Exception {
        RememberedStates<Long> seen = look(A);
        PendingAppend first = added(Appends.of(
                AppendRequest.builder()
                        .expect(A, ExpectedVersion.exactly(5))
                        .append(Appends.event("a"))
                        .restsOn(seen.underWay().orElseThrow())
                        .build(),
                "{\"cents\":1}",
                System.nanoTime() - AppendRequest.DEFAULT_TIMEOUT.plusSeconds(1).toNanos()));
        PendingAppend second = added(writing(look(A), A));

        queue.expireOverdue();

        assertThat(first.outcome())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(queue.take(1)).isEmpty();
        assertThat(second.outcome()).isCompletedExceptionally();
    }

    @Test
    void whoDecidedOnWhatHasMovedOnIsRefusedAtOnce() {
        RememberedStates<Long> seen = look(A);
        RememberedStates<Long> sameMoment = look(A);
        queue.add(writing(seen, A));

        assertThatThrownBy(() -> queue.add(writing(sameMoment, A)))
                .isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
                    assertThat(conflict.stream()).isEqualTo(A);
                    assertThat(conflict.actual()).isEqualTo(6);
                });
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void whoRestsOnWhatWasLostInBetweenIsRefusedAtOnce() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        RememberedStates<Long> seen = look(A);
        queue.take(1);
        queue.release(List.of(first), false);

        assertThatThrownBy(() -> queue.add(writing(seen, A))).isInstanceOf(VersionConflictException.class);
    }

    @Test
    void whoRestsOnWhatWasLostIsRefusedAlsoIfAnotherLeadsToTheSameVersion() {
        PendingAppend first = added(writing(look(A), A));
        RememberedStates<Long> seen = look(A);
        first.outcome().cancel(false);
        queue.expireOverdue();
        queue.add(writing(look(A), A));

        assertThatThrownBy(() -> queue.add(writing(seen, A))).isInstanceOf(VersionConflictException.class);
    }

    @Test
    void whoRestsOnWhatWasStoredInBetweenIsTaken() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        RememberedStates<Long> seen = look(A);
        queue.take(1);
        queue.release(List.of(first), true);

        PendingAppend second = added(writing(seen, A));

        assertThat(queue.take(1)).containsExactly(second);
    }

    @Test
    void oneThatOnlyReadsGoesWithWhatItHasSeen() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend reader = added(writing(look(A, B), B));
        PendingAppend second = added(writing(look(A), A));

        assertThat(queue.take(1)).containsExactly(first, reader, second);
        AppendCall call = new AppendCall(List.of(first, reader, second));
        assertThat(call.units().count()).isEqualTo(1);
        assertThat(call.expected).containsExactly(5, 0);
        assertThat(call.added).containsExactly(2, 1);
    }

    @Test
    void oneThatWasNotDecidedOnWhatIsRememberedKeepsItsPlaceInTheLine() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend plain = added(Appends.writing("a"));
        PendingAppend second = added(writing(look(A), A));

        assertThat(queue.take(1)).containsExactly(first);
        queue.release(List.of(first), true);
        assertThat(queue.take(1)).as("nobody overtakes it").containsExactly(plain);
        queue.release(List.of(plain), true);
        assertThat(queue.take(1)).containsExactly(second);
    }

    @Test
    void othersBuildOnARequestWithACommandId() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend withId = added(identified(look(A), A));
        PendingAppend third = added(writing(look(A), A));

        assertThat(restsOn(look(A))).containsExactly(third);
        assertThat(queue.take(1)).containsExactly(first, withId, third);
        AppendCall call = new AppendCall(List.of(first, withId, third));
        assertThat(call.expected).containsExactly(5);
        assertThat(call.added).containsExactly(3);
        assertThat(call.commandEventsBefore).as("its own event only").containsExactly(1);
        assertThat(call.commandEvents).containsExactly(1);
        assertThat(call.writeReached).as("its own version, behind 5").containsExactly(2);
    }

    @Test
    void whoeverWasDecidedOnSomethingElseIsRefusedAlsoWithACommandId() {
        RememberedStates<Long> seen = look(A);
        queue.add(writing(seen, A));
        PendingAppend stale = identified(seen, A);

        assertThatThrownBy(() -> queue.add(stale)).isInstanceOf(VersionConflictException.class);
    }

    @Test
    void oneThatOnlyReadsIsRefusedIfTheStreamIsMoving() {
        RememberedStates<Long> seen = look(A, B);
        queue.add(writing(look(A), A));

        assertThatThrownBy(() -> queue.add(writing(seen, B))).isInstanceOf(VersionConflictException.class);
    }

    @Test
    void whenTheLastOneIsGivenUpTheOneBeforeItIsTheLastAgain() {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend second = added(writing(look(A), A));
        second.outcome().cancel(false);
        queue.expireOverdue();

        assertThat(restsOn(look(A))).containsExactly(first);
    }

    @Test
    void aLineOfAnyLengthIsFoldedAndGivenUp() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        queue.take(1);
        List<PendingAppend> others = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            others.add(added(writing(look(A), A)));
        }
        StreamFold<Long, Deposited> count = StreamFold.over(Deposited.class, 0L)
                .on(Deposited.class, (sum, deposited) -> sum + 1)
                .build();
        assertThat(look(count, A).states())
                .hasEntrySatisfying(A, state -> assertThat(state.version()).isEqualTo(20_006));

        queue.release(List.of(first), false);

        assertThat(others).allSatisfy(each -> assertThat(each.outcome()).isCompletedExceptionally());
        assertThat(queue.size()).isZero();
        assertThat(restsOn(look(A))).isEmpty();
    }

    @Test
    void whatHasEndedIsNotKept() throws InterruptedException {
        PendingAppend first = added(writing(look(A), A));
        PendingAppend second = added(writing(look(A), A));
        queue.take(1);
        queue.release(List.of(first, second), true);

        assertThat(second.basis())
                .as("else all that ever were would stay in memory")
                .isEmpty();
    }

    private RememberedStates<Long> look(StreamId... streams) {
        return look(SUM, streams);
    }

    private RememberedStates<Long> look(StreamFold<Long, ?> fold, StreamId... streams) {
        Map<StreamId, StreamState<Long>> states = new LinkedHashMap<>();
        for (StreamId stream : streams) {
            states.put(stream, stored.getOrDefault(stream, StreamState.initial(SUM)));
        }
        return underWay.extend(new RememberedStates<>(states, false), fold);
    }

    private static Collection<PendingAppend> restsOn(RememberedStates<Long> seen) {
        return ((Basis) seen.underWay().orElseThrow()).all();
    }

    /** One event for each of these streams, and a look at all that was seen. */
    private static PendingAppend writing(RememberedStates<Long> seen, StreamId... streams) {
        return Appends.of(requestOf(seen, streams).build(), "{\"cents\":1}");
    }

    private static PendingAppend identified(RememberedStates<Long> seen, StreamId... streams) {
        return Appends.of(requestOf(seen, streams).commandId(UUID.randomUUID()).build(), "{\"cents\":1}");
    }

    private static AppendRequest.Builder requestOf(RememberedStates<Long> seen, StreamId... streams) {
        AppendRequest.Builder request =
                AppendRequest.builder().restsOn(seen.underWay().orElseThrow());
        seen.states().forEach((stream, state) -> request.expect(stream, ExpectedVersion.exactly(state.version())));
        for (StreamId stream : streams) {
            request.append(NewEvent.of(stream, new Deposited(1)));
        }
        return request;
    }

    private PendingAppend added(PendingAppend append) {
        queue.add(append);
        return append;
    }
}

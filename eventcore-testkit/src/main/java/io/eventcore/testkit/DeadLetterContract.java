package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.DeadLetter;
import io.eventcore.DeadLetters;
import io.eventcore.EventFilter;
import io.eventcore.EventReference;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractEvent.Noted;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that failed are put aside with those of their stream behind them, until they are applied or dropped. */
abstract class DeadLetterContract extends ProjectionContractTest {

    /** A1, B1, A2, B2, A3 in global order. */
    private List<StoredEvent<Object>> events = List.of();

    DeadLetterContract(EventStoreContract adapter) {
        super(adapter);
    }

    @BeforeEach
    final void appendToTwoStreams() {
        append(A, new Noted("first of a"));
        append(B, new Noted("first of b"));
        append(A, new Noted("second of a"));
        append(B, new Noted("second of b"));
        append(A, new Noted("third of a"));
        events = feed(EventFilter.all());
    }

    private DeadLetters letters() {
        return projections().deadLetters();
    }

    private EventReference event(int number) {
        return EventReference.to(events.get(number));
    }

    private long position(int number) {
        return events.get(number).position();
    }

    /** Stays where it is, as a runner does that applies dead letters again. */
    private void change(Lease lease, Work work) throws Exception {
        long here = positions(BALANCES).get(lease.segment().number());
        projections().advance(lease, here, here, work);
    }

    /** A failed on its first event and B on its first, so all are put aside. */
    private Lease allParked() throws Exception {
        Lease lease = opened(BALANCES);
        change(lease, transaction -> {
            transaction.parkFailed(event(0), "poison in a", 1);
            transaction.parkFailed(event(1), "poison in b", 1);
            transaction.parkBehind(event(2));
            transaction.parkBehind(event(3));
            transaction.parkBehind(event(4));
        });
        return lease;
    }

    private Set<StreamId> due() {
        return letters().dueStreams(BALANCES, Segment.ALL);
    }

    private List<Long> parked() {
        return letters().list(BALANCES, 0, 100).stream()
                .map(letter -> letter.event().position())
                .toList();
    }

    @Test
    void eventsArePutAsideTogetherWithTheCheckpoint() throws Exception {
        Lease lease = opened(BALANCES);

        projections().advance(lease, 0, position(2), transaction -> {
            transaction.parkFailed(event(0), "poison", 3);
            transaction.parkBehind(event(2));
        });

        DeadLetter failed = letters().find(BALANCES, position(0)).orElseThrow();
        assertThat(failed)
                .isEqualTo(new DeadLetter(BALANCES, event(0), Optional.of("poison"), 3, failed.parkedAt(), false));
        DeadLetter behind = letters().find(BALANCES, position(2)).orElseThrow();
        assertThat(behind).isEqualTo(new DeadLetter(BALANCES, event(2), Optional.empty(), 0, behind.parkedAt(), false));
        assertThat(position(BALANCES)).isEqualTo(position(2));
    }

    @Test
    void whatFailingWorkPutAsideOrTookOutIsUndone() throws Exception {
        Lease lease = opened(BALANCES);
        change(lease, transaction -> transaction.parkFailed(event(0), "poison", 1));
        IOException failure = new IOException("the disk is full");

        assertThatThrownBy(() -> projections().advance(lease, 0, position(4), transaction -> {
                    transaction.unpark(position(0));
                    transaction.parkFailed(event(1), "poison", 1);
                    transaction.parkBehind(event(3));
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(parked()).containsExactly(position(0));
    }

    @Test
    void anEventThatFailedKeepsItsErrorWhenItComesAgain() throws Exception {
        Lease lease = allParked();

        change(lease, transaction -> transaction.parkBehind(event(0)));

        assertThat(letters().find(BALANCES, position(0)))
                .map(DeadLetter::attempts)
                .contains(1);
        assertThat(due()).isEmpty();
    }

    @Test
    void deadLettersAreListedInGlobalOrderPageByPage() throws Exception {
        allParked();

        assertThat(parked()).containsExactly(position(0), position(1), position(2), position(3), position(4));
        assertThat(letters().list(BALANCES, position(1), 2))
                .extracting(letter -> letter.event().position())
                .containsExactly(position(2), position(3));
        assertThat(letters().list(BALANCES, position(4), 2)).isEmpty();
    }

    @Test
    void theDeadLettersOfAStreamAreListedInOrderPageByPage() throws Exception {
        allParked();

        assertThat(letters().ofStream(BALANCES, A, 0, 100))
                .extracting(letter -> letter.event().version())
                .containsExactly(1L, 2L, 3L);
        assertThat(letters().ofStream(BALANCES, A, 0, 2))
                .extracting(letter -> letter.event().version())
                .containsExactly(1L, 2L);
        long first = letters().ofStream(BALANCES, A, 0, 1).get(0).event().position();
        assertThat(letters().ofStream(BALANCES, A, first, 2))
                .extracting(letter -> letter.event().version())
                .containsExactly(2L, 3L);
        assertThat(letters().ofStream(BALANCES, C, 0, 100)).isEmpty();
    }

    @Test
    void eachSegmentKnowsItsOwnStreams() throws Exception {
        allParked();
        Segment ofA = Segment.of(A, Segment.MOST);

        assertThat(Segment.of(B, Segment.MOST)).isNotEqualTo(ofA);
        assertThat(letters().streams(BALANCES, Segment.ALL)).containsExactlyInAnyOrder(A, B);
        assertThat(letters().streams(BALANCES, ofA)).containsExactly(A);
        letters().retryAll(BALANCES);
        assertThat(letters().dueStreams(BALANCES, ofA)).containsExactly(A);
        assertThat(states(BALANCES)).extracting(SegmentState::deadLetters).containsExactly(5L);
    }

    @Test
    void eachVersionHasDeadLettersOfItsOwn() throws Exception {
        allParked();
        Lease other = opened(NEW_BALANCES);
        projections().advance(other, 0, position(0), transaction -> transaction.parkFailed(event(0), "other", 9));

        assertThat(letters().discard(NEW_BALANCES, position(1))).isFalse();
        assertThat(letters().retryAll(NEW_BALANCES)).isEqualTo(1);
        projections().remove(NEW_BALANCES);

        assertThat(letters().list(NEW_BALANCES, 0, 10)).isEmpty();
        assertThat(parked()).hasSize(5);
        assertThat(due()).isEmpty();
    }

    @Test
    void nothingIsDueBehindAFailureThatNobodyAskedFor() throws Exception {
        allParked();

        assertThat(due()).isEmpty();
        assertThat(lease(BALANCES, "host-1").deadLettersDue()).isFalse();
    }

    @Test
    void aStreamIsDueWhenSomebodyAsksForIt() throws Exception {
        allParked();

        assertThat(letters().retry(BALANCES, A)).isEqualTo(3);

        assertThat(due()).containsExactly(A);
        assertThat(letters().find(BALANCES, position(0))).map(DeadLetter::due).contains(true);
        assertThat(lease(BALANCES, "host-1").deadLettersDue()).isTrue();
        assertThat(letters().retry(BALANCES, C)).isZero();
    }

    @Test
    void everyStreamIsDueWhenSomebodyAsksForAll() throws Exception {
        allParked();

        assertThat(letters().retryAll(BALANCES)).isEqualTo(5);

        assertThat(due()).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void anEventThatFailsAgainIsNotDueAnyMoreNorIsItsStream() throws Exception {
        Lease lease = allParked();
        letters().retry(BALANCES, A);

        change(lease, transaction -> transaction.parkFailed(event(0), "poison again", 2));

        DeadLetter letter = letters().find(BALANCES, position(0)).orElseThrow();
        assertThat(letter.error()).contains("poison again");
        assertThat(letter.attempts()).isEqualTo(2);
        assertThat(letter.due()).isFalse();
        assertThat(due()).isEmpty();
    }

    @Test
    void whatIsTakenOutIsGoneAndWhatWaitedForItIsDue() throws Exception {
        Lease lease = allParked();

        change(lease, transaction -> {
            transaction.unpark(position(0));
            transaction.unpark(position(4) + 1);
        });

        assertThat(parked()).containsExactly(position(1), position(2), position(3), position(4));
        assertThat(due()).containsExactly(A);
    }

    @Test
    void whatIsDroppedIsGoneAndWhatWaitedForItIsDue() throws Exception {
        allParked();

        assertThat(letters().discard(BALANCES, position(1))).isTrue();
        assertThat(letters().discard(BALANCES, position(1))).isFalse();

        assertThat(parked()).containsExactly(position(0), position(2), position(3), position(4));
        assertThat(due()).containsExactly(B);
    }

    @Test
    void anInstanceIsToldOnlyOfDeadLettersInSegmentsThatItHolds() throws Exception {
        Lease ofA = opened(BALANCES, 64).get(Segment.of(A, 64).number());
        change(ofA, transaction -> transaction.parkFailed(event(0), "poison", 1));
        letters().retry(BALANCES, A);
        assertThat(lease(BALANCES, "host-1").deadLettersDue()).isTrue();
        lease(BALANCES, "host-2");

        projections().release(ofA);

        assertThat(lease(BALANCES, "host-1").deadLettersDue()).isFalse();
        assertThat(lease(BALANCES, "host-2").deadLettersDue()).isTrue();
    }

    @Test
    void thePayloadOfAnEventCanBeLookedAt() {
        assertThat(letters().payload(position(2)))
                .hasValueSatisfying(text -> assertThat(text).contains("second of a"));
        assertThat(letters().payload(position(4) + 1)).isEmpty();
    }
}

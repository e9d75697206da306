package io.eventcore.postgres.internal.append;

import static io.eventcore.postgres.internal.append.BreakingLanes.first;
import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.VersionConflictException;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.internal.append.BreakingDataSource.Moment;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connection breaks at each moment of an append: it is stored once, and its caller is told so. */
@ExtendWith(TestPostgresExtension.class)
class BrokenAppendTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final UUID ID = new UUID(0, 7);

    private String url = "";

    @BeforeEach
    void create(TestPostgres postgres) {
        url = postgres.newDatabase();
    }

    @Test
    void anAppendThatWasCommittedIsFoundWhenItsAnswerIsLost() throws Exception {
        assertStoredOnce(1, Moment.AFTER_APPEND);
    }

    @Test
    void anAppendThatWasNotSentIsSentAgain() throws Exception {
        assertStoredOnce(1, Moment.BEFORE_APPEND);
    }

    @Test
    void aConnectionThatWasBrokenInThePoolIsReplaced() throws Exception {
        assertStoredOnce(1, Moment.ISOLATION);
    }

    @Test
    void theLookUpIsRepeatedWhenItBreaksToo() throws Exception {
        assertStoredOnce(1, Moment.AFTER_APPEND, Moment.LOOK_UP);
    }

    @Test
    void theLookUpGetsAnotherConnectionWhenThePoolHasNoneAtFirst() throws Exception {
        assertStoredOnce(1, Moment.AFTER_APPEND, Moment.CONNECT, Moment.ISOLATION, Moment.LOOK_UP);
    }

    @Test
    void anAppendThatBreaksTwiceIsStoredOnce() throws Exception {
        assertStoredOnce(1, Moment.BEFORE_APPEND, Moment.AFTER_APPEND);
    }

    private void assertStoredOnce(int sent, Moment... moments) throws Exception {
        BreakingDataSource connections = new BreakingDataSource(url, moments);
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            AppendRequest request = toBoth(ExpectedVersion.noStream());
            AppendRequest next = AppendRequest.to(A, ExpectedVersion.exactly(1), new Deposited(1));

            assertThat(lanes.append(request)).isEqualTo(first(request, Map.of(A, 1L, B, 2L), 3));
            assertThat(lanes.events()).isEqualTo("b 1 @1, a 1 @2, b 2 @3");
            assertThat(connections.left()).as("moments that did not come").isZero();
            assertThat(connections.appends()).isEqualTo(sent);

            assertThat(lanes.append(next)).as("the next append of the lane").isEqualTo(first(next, Map.of(A, 2L), 4));
        }
    }

    @Test
    void whatWasFoundIsAnnouncedLikeAnyCommit() throws Exception {
        BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url, Moment.AFTER_APPEND));
        try (lanes) {
            lanes.append(toBoth(ExpectedVersion.noStream()));
        }
        assertThat(lanes.commits()).isEqualTo(1);
    }

    @Test
    void anAppendToAnyVersionIsFoundToo() throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url, Moment.AFTER_APPEND))) {
            AppendRequest request = toBoth(ExpectedVersion.any());

            assertThat(lanes.append(request)).isEqualTo(first(request, Map.of(A, 1L, B, 2L), 3));
            assertThat(lanes.events()).isEqualTo("b 1 @1, a 1 @2, b 2 @3");
        }
    }

    @Test
    void aConflictWhoseAnswerIsLostIsAConflict() throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url, Moment.AFTER_APPEND))) {
            lanes.assertFailureOf(toBoth(ExpectedVersion.exactly(4)))
                    .isInstanceOf(VersionConflictException.class)
                    .hasNoCause();
            assertThat(lanes.events()).isEmpty();
        }
    }

    @Test
    void aCheckWithoutEventsIsMadeAgain() throws Exception {
        AppendRequest check =
                AppendRequest.builder().expect(A, ExpectedVersion.noStream()).build();
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url, Moment.AFTER_APPEND))) {
            assertThat(lanes.append(check)).isEqualTo(first(check, Map.of(), 0));
        }
    }

    @Test
    void theOutcomeIsUnknownWhenTheConnectionNeverComesBack() throws Exception {
        BreakingDataSource connections = new BreakingDataSource(
                url,
                Stream.concat(
                                Stream.of(Moment.AFTER_APPEND),
                                Stream.generate(() -> Moment.CONNECT).limit(100))
                        .toArray(Moment[]::new));
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            lanes.assertFailureOf(inAHurry(toBoth(ExpectedVersion.noStream())))
                    .isInstanceOf(UnknownOutcomeException.class);
            assertThat(lanes.events())
                    .as("it was stored, but nobody could know")
                    .isNotEmpty();

            lanes.assertFailureOf(toBoth(ExpectedVersion.noStream()))
                    .as("never sent")
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void aStoreThatOnlyHandsOutBrokenConnectionsIsUnavailable() throws Exception {
        BreakingDataSource connections = new BreakingDataSource(
                url, Stream.generate(() -> Moment.ISOLATION).limit(100).toArray(Moment[]::new));
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            lanes.assertFailureOf(toBoth(ExpectedVersion.noStream())).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void anIdThatAnotherStreamHoldsIsADuplicateAlsoWhenTheAnswerIsLost() throws Exception {
        NewEvent event = NewEvent.of(A, new Deposited(1));
        NewEvent sameId = new NewEvent(B, event.id(), new Deposited(1), event.metadata());
        assertDuplicateInDoubt(event, sameId);
    }

    @Test
    void anIdThatTheStreamHoldsWithOtherDataIsADuplicateAlsoWhenTheAnswerIsLost() throws Exception {
        NewEvent event = NewEvent.of(A, new Deposited(1));
        NewEvent sameId = new NewEvent(A, event.id(), new Deposited(2), event.metadata());
        assertDuplicateInDoubt(event, sameId);
    }

    private void assertDuplicateInDoubt(NewEvent event, NewEvent sameId) throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url))) {
            lanes.append(toAny(event));
        }
        BreakingDataSource connections = new BreakingDataSource(url, Moment.BEFORE_APPEND);
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            lanes.assertFailureOf(toAny(sameId))
                    .isInstanceOfSatisfying(
                            DuplicateEventException.class,
                            failure -> assertThat(failure.eventId()).isEqualTo(event.id()));
            assertThat(lanes.events()).isEqualTo("a 1 @1");
            assertThat(connections.left()).isZero();
        }
    }

    /** Nothing can tell the two apart, and the event is in the store once, as the caller asked. */
    @Test
    void theVerySameEventAgainInDoubtIsToldWhereItIs() throws Exception {
        NewEvent event = NewEvent.of(A, new Deposited(1));
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url))) {
            lanes.append(toAny(event));
            lanes.append(toAny(NewEvent.of(A, new Deposited(5))));
        }
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url, Moment.BEFORE_APPEND))) {
            AppendRequest again = toAny(event);

            assertThat(lanes.append(again)).isEqualTo(first(again, Map.of(A, 1L), 1));
            assertThat(lanes.events()).isEqualTo("a 1 @1, a 2 @2");
        }
    }

    @Test
    void aCommandWhoseAnswerIsLostIsFoundByItsId() throws Exception {
        AppendRequest request = AppendRequest.builder()
                .commandId(ID)
                .expect(A, ExpectedVersion.any())
                .append(NewEvent.of(A, new Deposited(1)))
                .build();
        assertCarriedOutOnce(request, first(request, Map.of(A, 1L), 1));
    }

    @Test
    void aCommandWithoutEventsWhoseAnswerIsLostIsFoundByItsId() throws Exception {
        AppendRequest request = AppendRequest.builder()
                .commandId(ID)
                .expect(A, ExpectedVersion.noStream())
                .readUpTo(17)
                .build();
        assertCarriedOutOnce(request, first(request, Map.of(), 17));
    }

    private void assertCarriedOutOnce(AppendRequest request, AppendResult result) throws Exception {
        BreakingDataSource connections = new BreakingDataSource(url, Moment.AFTER_APPEND, Moment.LOOK_UP);
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            assertThat(lanes.append(request)).isEqualTo(result);
            assertThat(lanes.append(request)).isEqualTo(result.asRepeated());
        }
        assertThat(connections.left()).isZero();
        assertThat(connections.appends())
                .as("the lost call, and the repetition")
                .isEqualTo(2);
    }

    @Test
    void aRepetitionWhoseAnswerIsLostIsToldTheFirstResult() throws Exception {
        AppendRequest request = AppendRequest.builder()
                .commandId(ID)
                .expect(A, ExpectedVersion.any())
                .append(NewEvent.of(A, new Deposited(1)))
                .build();
        AppendRequest again = AppendRequest.builder()
                .commandId(ID)
                .expect(B, ExpectedVersion.any())
                .append(NewEvent.of(B, new Deposited(1)))
                .build();
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url))) {
            lanes.append(request);
        }
        for (Moment moment : List.of(Moment.BEFORE_APPEND, Moment.LOOK_UP)) {
            BreakingDataSource connections = new BreakingDataSource(url, moment);
            try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
                assertThat(lanes.append(again))
                        .as("broken at %s", moment)
                        .isEqualTo(first(request, Map.of(A, 1L), 1).asRepeated());
                assertThat(connections.left()).isZero();
                assertThat(lanes.commits()).as("a repetition commits nothing").isZero();
                assertThat(lanes.events()).isEqualTo("a 1 @1");
            }
        }
    }

    private static AppendRequest toBoth(ExpectedVersion expected) {
        return AppendRequest.builder()
                .expect(A, expected)
                .expect(B, expected)
                .append(NewEvent.of(B, new Deposited(1)))
                .append(NewEvent.of(A, new Deposited(2)))
                .append(NewEvent.of(B, new Deposited(3)))
                .build();
    }

    /** Its outcome is asked for only for a short time. */
    private static AppendRequest inAHurry(AppendRequest request) {
        AppendRequest.Builder builder = AppendRequest.builder().timeout(Duration.ofSeconds(2));
        request.expected().forEach(builder::expect);
        request.events().forEach(builder::append);
        return builder.build();
    }

    private static AppendRequest toAny(NewEvent event) {
        return AppendRequest.builder()
                .expect(event.stream(), ExpectedVersion.any())
                .append(event)
                .build();
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventFilter;
import io.eventcore.EventMetadata;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractCommands.CountBeyond;
import io.eventcore.testkit.ContractCommands.CountIntoBoth;
import io.eventcore.testkit.ContractCommands.Intrude;
import io.eventcore.testkit.ContractCommands.NoteOnce;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.Together.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A command that is sent again under its id takes effect once, and gets its first result again. */
abstract class CommandIdContract extends ContractTest {

    private static final int TIMES = 32;
    private static final UUID ID = new UUID(0x6f2c1f7e8d0b4a55L, 0x9c410d6f3b1a7e10L);
    private static final UUID OTHER_ID = new UUID(0x6f2c1f7e8d0b4a55L, 0x9c410d6f3b1a7e11L);

    CommandIdContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aCommandThatIsSentAgainGetsTheFirstResultAndAppendsNothing() {
        fill(A, 3);
        ExecutionResult first = execute(ID, new CountIntoBoth(A, B));
        append(A, new Noted("came later"));
        List<StoredEvent<Object>> before = feed(EventFilter.all());

        ExecutionResult again = execute(ID, new CountIntoBoth(A, B));

        assertThat(first.repeated()).isFalse();
        assertThat(first.versions()).isEqualTo(Map.of(A, 4L, B, 2L));
        assertThat(first.events())
                .isEqualTo(before.subList(3, 6).stream().map(StoredEvent::id).toList());
        assertRepeats(first, again);
        assertThat(feed(EventFilter.all())).isEqualTo(before);
    }

    @Test
    void anotherCommandUnderTheSameIdGetsTheFirstResult() {
        ExecutionResult first = execute(ID, new Count(A));

        ExecutionResult other = execute(ID, new Count(B));

        assertRepeats(first, other);
        assertThat(version(B)).isZero();
    }

    @Test
    void anotherIdIsAnotherCommand() {
        execute(ID, new Count(A));

        ExecutionResult other = execute(OTHER_ID, new Count(A));

        assertThat(other.repeated()).isFalse();
        assertThat(payloads(A)).containsExactly(new Counted(1), new Counted(2));
    }

    @Test
    void anAppendThatIsSentAgainIsNotCheckedAgain() {
        AppendRequest request = noted(ID, A, ExpectedVersion.noStream());
        AppendResult first = store.append(request);

        AppendResult stale = store.append(request);
        AppendResult duplicate = store.append(AppendRequest.builder()
                .commandId(ID)
                .expect(A, ExpectedVersion.any())
                .append(request.events().get(0))
                .build());

        assertThat(first.repeated()).isFalse();
        assertThat(List.of(stale, duplicate)).containsOnly(first.asRepeated());
        assertThat(version(A)).isEqualTo(1);
    }

    @Test
    void manyThreadsThatExecuteOneCommandAppendItOnce() throws Exception {
        CommandExecutor executor = executor(store);
        List<Outcome<ExecutionResult>> outcomes;
        try (Together together = new Together(TIMES, sizes.patience())) {
            outcomes = together.all(() -> executor.execute(new CountIntoBoth(A, B), options(ID)));
        }

        List<ExecutionResult> results = outcomes.stream().map(Outcome::orThrow).toList();
        assertThat(results)
                .filteredOn(result -> !result.repeated())
                .singleElement()
                .satisfies(first -> assertThat(results)
                        .filteredOn(ExecutionResult::repeated)
                        .allSatisfy(again -> assertRepeats(first, again)));
        assertThat(payloads(A)).containsExactly(new Counted(0));
        assertThat(payloads(B)).containsExactly(new Counted(0), new Counted(0));
    }

    @Test
    void manyAppendsOfOneIdAtOnceAppendOnceAndHurtNoNeighbour() throws Exception {
        List<CompletableFuture<AppendResult>> ofOneId = new ArrayList<>();
        List<CompletableFuture<AppendResult>> neighbours = new ArrayList<>();
        for (int number = 0; number < TIMES; number++) {
            ofOneId.add(store.appendAsync(noted(ID, stream("same", number), ExpectedVersion.noStream())));
            neighbours.add(store.appendAsync(
                    AppendRequest.to(stream("without", number), ExpectedVersion.noStream(), new Noted("neighbour"))));
            neighbours.add(
                    store.appendAsync(noted(new UUID(1, number), stream("other", number), ExpectedVersion.noStream())));
        }

        List<AppendResult> results = resultsOf(ofOneId);
        assertThat(results)
                .filteredOn(result -> !result.repeated())
                .singleElement()
                .satisfies(first ->
                        assertThat(results).filteredOn(AppendResult::repeated).containsOnly(first.asRepeated()));
        assertThat(resultsOf(neighbours)).noneMatch(AppendResult::repeated);
        assertThat(feed(EventFilter.all())).hasSize(1 + 2 * TIMES);
    }

    @Test
    void aRepeatedCommandThatWouldBeRejectedNowGetsTheFirstResult() {
        ExecutionResult first = execute(ID, new NoteOnce(A, new Noted("mine")));
        append(A, new Noted("another"));
        assertThatThrownBy(() -> execute(OTHER_ID, new NoteOnce(A, new Noted("mine"))))
                .isInstanceOf(CommandRejectedException.class);

        ExecutionResult again = execute(ID, new NoteOnce(A, new Noted("mine")));

        assertRepeats(first, again);
        assertThat(version(A)).isEqualTo(2);
    }

    @Test
    void aDecisionThatThereIsNothingToDoIsRepeatedAsNothing() {
        long position = append(A, notes(2)).position();
        ExecutionResult first = execute(ID, new CountBeyond(A, 2, false));
        append(A, new Noted("now there are enough"));

        ExecutionResult again = execute(ID, new CountBeyond(A, 2, false));

        assertThat(first.events()).isEmpty();
        assertThat(first.position()).isEqualTo(position);
        assertThat(first.repeated()).isFalse();
        assertRepeats(first, again);
        assertThat(version(A)).isEqualTo(3);
    }

    @Test
    void aRejectedCommandMayBeSentAgainAndIsDecidedAgain() {
        fill(A, 2);
        assertThatThrownBy(() -> execute(ID, new CountBeyond(A, 2, true))).isInstanceOf(CommandRejectedException.class);
        append(A, new Noted("now there are enough"));

        ExecutionResult second = execute(ID, new CountBeyond(A, 2, true));
        ExecutionResult third = execute(ID, new CountBeyond(A, 2, true));

        assertThat(second.repeated()).isFalse();
        assertThat(version(A)).isEqualTo(4);
        assertRepeats(second, third);
    }

    @Test
    void anAppendThatConflictedMayBeSentAgainUnderItsId() {
        fill(A, 1);
        conflictOf(noted(ID, A, ExpectedVersion.noStream()));

        AppendResult second = store.append(noted(ID, A, ExpectedVersion.exactly(1)));

        assertThat(second.repeated()).isFalse();
        assertThat(second.versions()).isEqualTo(Map.of(A, 2L));
    }

    @Test
    void aCommandThatLostARaceIsCarriedOutOnceAndRepeated() {
        fill(A, 1);
        Intrude command = new Intrude(A, 1, () -> append(A, new Noted("intruder")));
        ExecutionResult first = execute(ID, command);

        ExecutionResult again = execute(ID, command);

        assertThat(first.attempts()).isGreaterThanOrEqualTo(2);
        assertThat(first.repeated()).isFalse();
        assertRepeats(first, again);
        assertThat(payloads(A)).containsExactly(new Noted("note 1"), new Noted("intruder"), new Counted(3));
    }

    @Test
    void theIdIsTheCauseOfTheEventsAndARepetitionChangesNoMetadata() {
        EventMetadata byAlice = EventMetadata.builder().userId("alice").build();
        EventMetadata byBob = EventMetadata.builder().userId("bob").build();
        CommandExecutor executor = executor(store);

        executor.execute(new Count(A), options(ID).withMetadata(byAlice));
        executor.execute(new Count(A), options(ID).withMetadata(byBob));

        assertThat(store.read(A))
                .singleElement()
                .satisfies(event -> assertThat(event.metadata())
                        .isEqualTo(byAlice.toBuilder()
                                .correlationId(ID.toString())
                                .causationId(ID.toString())
                                .build()));
    }

    @Test
    void theFirstResultOfAnIdCanBeLookedUp() {
        assertThat(store.resultOf(ID)).isEmpty();
        conflictOf(noted(ID, A, ExpectedVersion.exactly(7)));
        assertThat(store.resultOf(ID)).as("a conflict is no result").isEmpty();

        AppendResult first = store.append(noted(ID, A, ExpectedVersion.noStream()));

        assertThat(store.resultOf(ID)).contains(first.asRepeated());
        assertThat(store.resultOf(OTHER_ID)).isEmpty();
    }

    private <S, E> ExecutionResult execute(UUID commandId, Command<S, E> command) {
        return executor(store).execute(command, options(commandId));
    }

    private static ExecutionOptions options(UUID commandId) {
        return ExecutionOptions.defaults().withCommandId(commandId);
    }

    private static AppendRequest noted(UUID commandId, StreamId stream, ExpectedVersion expected) {
        return AppendRequest.builder()
                .commandId(commandId)
                .expect(stream, expected)
                .append(NewEvent.of(stream, new Noted("once")))
                .build();
    }

    private static StreamId stream(String kind, int number) {
        return StreamId.of("contract-" + kind + "-" + number);
    }

    private List<AppendResult> resultsOf(List<CompletableFuture<AppendResult>> futures) throws Exception {
        List<AppendResult> results = new ArrayList<>();
        for (CompletableFuture<AppendResult> future : futures) {
            results.add(future.get(sizes.patience().toNanos(), TimeUnit.NANOSECONDS));
        }
        return results;
    }

    private static void assertRepeats(ExecutionResult first, ExecutionResult again) {
        assertThat(again)
                .isEqualTo(new ExecutionResult(
                        first.commandId(), first.events(), first.versions(), first.position(), again.attempts(), true));
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventFilter;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.ForeignEventException;
import io.eventcore.RetryPolicy;
import io.eventcore.StoredEvent;
import io.eventcore.Streams;
import io.eventcore.UndeclaredStreamException;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractCommands.CountInto;
import io.eventcore.testkit.ContractCommands.Intrude;
import io.eventcore.testkit.ContractCommands.NoteOnce;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.ContractEvent.Stranger;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Commands decide on what the store holds, and what they decide is stored only if that still holds. */
abstract class CommandExecutorContract extends ContractTest {

    CommandExecutorContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aCommandDecidesOnTheEventsOfItsStreams() {
        fill(A, 2);
        fill(B, 1);
        CommandExecutor executor = executor(store);

        ExecutionResult result = executor.execute(new CountInto(Streams.of(A, B), B));

        assertThat(payloads(B)).containsExactly(new Noted("note 1"), new Counted(3));
        StoredEvent<Object> stored = store.read(B).get(1);
        assertThat(result.events()).containsExactly(stored.id());
        assertThat(result.versions()).isEqualTo(Map.of(B, 2L));
        assertThat(result.position()).isEqualTo(stored.position());
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void aCommandSeesWhatTheOneBeforeItWrote() {
        CommandExecutor executor = executor(store);
        for (int command = 0; command < 5; command++) {
            executor.execute(new Count(A));
        }

        assertThat(payloads(A))
                .containsExactly(new Counted(1), new Counted(2), new Counted(3), new Counted(4), new Counted(5));
    }

    @Test
    void aRejectedCommandWritesNothing() {
        fill(A, 1);

        assertThatThrownBy(() -> executor(store).execute(new NoteOnce(A, new Noted("other"))))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessageContaining("The stream holds another note.");

        assertThat(version(A)).isEqualTo(1);
    }

    @Test
    void aCommandThatHasNothingToDoNamesThePositionThatItRead() {
        long position = append(A, new Noted("once")).position();

        ExecutionResult result = executor(store).execute(new NoteOnce(A, new Noted("once")));

        assertThat(result.events()).isEmpty();
        assertThat(result.versions()).isEmpty();
        assertThat(result.position()).isEqualTo(position);
        assertThat(version(A)).isEqualTo(1);
    }

    @Test
    void aCommandThatLostARaceDecidesAgain() {
        fill(A, 1);
        Intrude command = new Intrude(A, 1, () -> append(A, new Noted("intruder")));

        ExecutionResult result = executor(store).execute(command);

        assertThat(result.attempts()).isGreaterThanOrEqualTo(2);
        assertThat(payloads(A)).containsExactly(new Noted("note 1"), new Noted("intruder"), new Counted(3));
    }

    @Test
    void aCommandThatMayNotTryAgainConflicts() {
        fill(A, 1);
        Intrude command = new Intrude(A, 1, () -> append(A, new Noted("intruder")));

        assertThatThrownBy(() -> executor(store)
                        .execute(command, ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never())))
                .isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
                    assertThat(conflict.stream()).isEqualTo(A);
                    assertThat(conflict.expected()).isEqualTo(ExpectedVersion.exactly(1));
                    assertThat(conflict.actual()).isEqualTo(2);
                });

        assertThat(payloads(A)).containsExactly(new Noted("note 1"), new Noted("intruder"));
    }

    @Test
    void aStreamThatWasNotDeclaredIsRefusedBeforeAnythingIsSent() {
        fill(B, 1);
        CountingStore counting = new CountingStore(store);
        CountInto command = new CountInto(Streams.of(A, B), C);

        assertThatThrownBy(() -> executor(counting).execute(command))
                .isInstanceOfSatisfying(UndeclaredStreamException.class, refused -> {
                    assertThat(refused.stream()).isEqualTo(C);
                    assertThat(refused.declared()).containsExactlyInAnyOrder(A, B);
                });

        assertThat(counting.appends()).isZero();
        assertThat(feed(EventFilter.all())).hasSize(1);
    }

    @Test
    void anEventOfAnotherFamilyIsAnErrorThatNamesStreamAndType() {
        fill(A, 1);
        store.append(AppendRequest.to(A, ExpectedVersion.exactly(1), new Stranger("lost its way")));

        assertThatThrownBy(() -> executor(store).execute(new Count(A)))
                .isInstanceOfSatisfying(ForeignEventException.class, foreign -> {
                    assertThat(foreign.stream()).isEqualTo(A);
                    assertThat(foreign.type()).isEqualTo("contract-stranger");
                })
                .hasMessageContaining("at position " + store.read(A).get(1).position());

        assertThat(version(A)).isEqualTo(2);
    }
}

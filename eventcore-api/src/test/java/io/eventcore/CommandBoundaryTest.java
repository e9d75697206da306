package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eventcore.AccountEvent.Deposited;
import io.eventcore.AccountEvent.Withdrawn;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command may read and write; what it may not is refused before anything is sent. */
class CommandBoundaryTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");
    private static final StreamId CAROL = StreamId.of("account-carol");

    private final ScriptedStore store = new ScriptedStore();
    private final CommandExecutor executor = CommandExecutor.create(store);

    @Test
    void aTransferMovesMoneyBetweenTwoStreams() {
        store.given(ALICE, new Deposited(1_000));

        ExecutionResult done = executor.execute(new Transfer(ALICE, BOB, 300));

        assertThat(store.payloads(ALICE)).containsExactly(new Deposited(1_000), new Withdrawn(300));
        assertThat(store.payloads(BOB)).containsExactly(new Deposited(300));
        assertThat(store.reads()).containsExactly(ReadRequest.of(ALICE, BOB));
        assertThat(done.versions())
                .containsEntry(ALICE, 2L)
                .containsEntry(BOB, 1L)
                .hasSize(2);
        assertThat(done.events())
                .containsExactly(
                        store.read(ALICE, 1).get(0).id(),
                        store.read(BOB, 0).get(0).id());
        assertThat(done.position()).isEqualTo(3);
    }

    static Stream<Arguments> refusedCommands() {
        return Stream.of(
                Arguments.of(
                        new OneAccount(ALICE, balance -> Writes.to(CAROL, new Deposited(1))),
                        UndeclaredStreamException.class,
                        "The command wrote to stream 'account-carol', but it declared only [account-alice]."),
                Arguments.of(
                        new OneAccount(
                                ALICE,
                                balance -> Writes.to(ALICE, new Deposited(1)).and(CAROL, new Deposited(1))),
                        UndeclaredStreamException.class,
                        "The command wrote to stream 'account-carol', but it declared only [account-alice]."),
                Arguments.of(
                        new OneAccount(
                                ALICE,
                                balance -> Writes.to(ALICE, new Deposited(1))
                                        .and(ALICE, "text")
                                        .and(ALICE, List.of())),
                        ForeignEventException.class,
                        "The command wrote an event of java.lang.String to stream 'account-alice', which is no"
                                + " io.eventcore.AccountEvent."));
    }

    @ParameterizedTest
    @MethodSource("refusedCommands")
    void aWriteOutsideTheBoundaryIsNeverSent(
            OneAccount command, Class<? extends EventCoreException> error, String message) {
        assertThatExceptionOfType(error)
                .isThrownBy(() -> executor.execute(command))
                .withMessageStartingWith(message);
        assertThat(store.appends()).isEmpty();
    }

    @Test
    void aForeignEventInAStreamIsNamedAndNothingIsSent() {
        store.given(ALICE, new Deposited(1), "text");

        assertThatExceptionOfType(ForeignEventException.class)
                .isThrownBy(() -> executor.execute(OneAccount.deposit(ALICE, 1)))
                .withMessageStartingWith(
                        "Event 2 of stream 'account-alice', at position 2, has the type 'String', which is no"
                                + " io.eventcore.AccountEvent.");
        assertThat(store.appends()).isEmpty();
    }

    @Test
    void aCommandOnOneStreamTwiceIsADomainError() {
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> executor.execute(new Transfer(ALICE, ALICE, 1)))
                .withMessageStartingWith(
                        "Stream 'account-alice' is named twice: a command reads each of its streams once.");
        assertThat(store.reads()).isEmpty();
    }

    @Test
    void aCommandWithoutStreamsIsADomainError() {
        Command<String, AccountEvent> nowhere = new CommandEventTypeTest.BelowAGenericBase();

        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> executor.execute(nowhere))
                .withMessageStartingWith(
                        nowhere.getClass().getName() + " names no stream: streams() returns at least one.");
        assertThat(store.reads()).isEmpty();
    }
}

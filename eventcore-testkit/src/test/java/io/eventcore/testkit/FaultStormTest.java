package io.eventcore.testkit;

import static io.eventcore.testkit.AccountEvent.ALICE;
import static io.eventcore.testkit.AccountEvent.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.EventCoreException;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.OverloadedException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.testkit.AccountCommands.Deposit;
import io.eventcore.testkit.AccountEvent.Deposited;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Faults at random. */
class FaultStormTest {

    private static final int COMMANDS = 1000;

    private final InMemoryEventStore store = InMemoryEventStore.create(EventTypes.of(AccountEvent.class));

    @Test
    void theSameSeedGivesTheSameFaultsInTheSameOrder() {
        List<String> first = outcomesOfAppends(7);

        assertThat(first).isEqualTo(outcomesOfAppends(7)).isNotEqualTo(outcomesOfAppends(8));
    }

    @Test
    void readsBetweenDoNotChangeTheFaultsOfAppends() {
        FaultyStore quiet = stormy(7);
        FaultyStore readMuch = stormy(7);
        List<String> between = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
            between.add(outcomeOf(() -> readMuch.read(ALICE)));
            assertThat(outcomeOf(() -> appendTo(readMuch, BOB))).isEqualTo(outcomeOf(() -> appendTo(quiet, BOB)));
        }
        assertThat(between).contains("StoreUnavailableException", "OverloadedException", "done");
    }

    @Test
    void eachFaultIsAboutAsFrequentAsItsRate() {
        FaultyStore faulty = stormy(7);
        for (int i = 0; i < 10 * COMMANDS; i++) {
            outcomeOf(() -> appendTo(faulty, BOB));
        }

        assertThat(rateOf(faulty, Fault.CONFLICT)).isCloseTo(0.2, within(0.02));
        assertThat(rateOf(faulty, Fault.UNAVAILABLE)).isCloseTo(0.1, within(0.02));
        assertThat(rateOf(faulty, Fault.OVERLOADED)).isCloseTo(0.05, within(0.02));
        assertThat(rateOf(faulty, Fault.UNKNOWN_BUT_STORED)).isCloseTo(0.05, within(0.02));
        assertThat(rateOf(faulty, Fault.UNKNOWN_AND_LOST)).isCloseTo(0.05, within(0.02));
    }

    @Test
    void commandsThatAreRepeatedUnderTheirIdsAreNeitherLostNorDoubled() {
        FaultyStore faulty = stormy(7);
        CommandExecutor executor = CommandExecutor.create(faulty);
        SeededIds commandIds = SeededIds.of(7);

        for (long number = 1; number <= COMMANDS; number++) {
            untilItIsDone(executor, new Deposit(ALICE, number), commandIds.nextUuid());
        }

        assertThat(store.read(ALICE))
                .extracting(StoredEvent::payload)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, COMMANDS)
                        .<Object>mapToObj(Deposited::new)
                        .toList());
        assertThat(Fault.values())
                .allSatisfy(fault ->
                        assertThat(faulty.injected(fault)).as("%s", fault).isPositive());
    }

    @Test
    void alsoWhenManyThreadsSendThem() {
        CommandExecutor executor = CommandExecutor.create(stormy(7));

        CompletableFuture<?>[] callers = Stream.iterate(0, number -> number + 1)
                .limit(4)
                .map(caller -> CompletableFuture.runAsync(() -> {
                    for (int number = 0; number < COMMANDS / 4; number++) {
                        untilItIsDone(executor, new Deposit(ALICE, 1), new UUID(caller, number));
                    }
                }))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(callers).join();

        assertThat(store.read(ALICE)).hasSize(COMMANDS);
    }

    /** What an application does that must not lose a command: it sends it again, under the same id. */
    private static void untilItIsDone(CommandExecutor executor, Deposit command, UUID id) {
        while (true) {
            try {
                executor.execute(command, ExecutionOptions.defaults().withCommandId(id));
                return;
            } catch (StoreUnavailableException | OverloadedException | UnknownOutcomeException again) {
                assertThat(again).hasMessageContaining("a fault that the test has asked for");
            }
        }
    }

    private FaultyStore stormy(long seed) {
        return FaultyStore.of(store, seed)
                .conflicts(0.2)
                .transientErrors(0.1)
                .overloads(0.05)
                .unknownOutcomes(0.1)
                .build();
    }

    private List<String> outcomesOfAppends(long seed) {
        FaultyStore faulty = stormy(seed);
        return Stream.generate(() -> outcomeOf(() -> appendTo(faulty, BOB)))
                .limit(COMMANDS)
                .toList();
    }

    private static void appendTo(FaultyStore faulty, StreamId stream) {
        faulty.append(AppendRequest.builder()
                .expect(stream, ExpectedVersion.any())
                .expect(StreamId.of("never-written"), ExpectedVersion.noStream())
                .append(NewEvent.of(stream, new Deposited(1)))
                .build());
    }

    private static String outcomeOf(Runnable call) {
        try {
            call.run();
            return "done";
        } catch (EventCoreException fault) {
            return fault.getClass().getSimpleName();
        }
    }

    private static double rateOf(FaultyStore faulty, Fault fault) {
        return faulty.injected(fault) / (10.0 * COMMANDS);
    }
}

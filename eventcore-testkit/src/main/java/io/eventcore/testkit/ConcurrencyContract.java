package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.CommandExecutor;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.Together.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two decisions on the same streams that race, at most one holds: no lost update, no write skew, no phantom. */
abstract class ConcurrencyContract extends ContractTest {

    ConcurrencyContract(EventStoreContract adapter) {
        super(adapter);
    }

    /** Two streams of one round. */
    private record Pair(StreamId a, StreamId b) {
        static Pair ofRound(int round) {
            return new Pair(StreamId.of("contract-a-" + round), StreamId.of("contract-b-" + round));
        }
    }

    @Test
    void ofTwoAppendsToOneStreamExactlyOneGoesThrough() throws Exception {
        try (Together together = new Together(2, sizes.patience())) {
            for (int round = 0; round < sizes.races(); round++) {
                long version = round;
                List<Outcome<AppendResult>> outcomes = together.all(
                        () -> store.append(AppendRequest.to(A, ExpectedVersion.exactly(version), new Noted("mine"))));

                assertOneWon(outcomes, A, version);
            }
        }
        assertThat(version(A)).isEqualTo(sizes.races());
    }

    @ParameterizedTest(name = "b has {0} events")
    @ValueSource(ints = {0, 2})
    void ofTwoThatReadBothStreamsAndWriteOneEachExactlyOneGoesThrough(int versionOfB) throws Exception {
        try (Together together = new Together(2, sizes.patience())) {
            for (int round = 0; round < sizes.races(); round++) {
                Pair pair = Pair.ofRound(round);
                fill(pair.a(), 2);
                fill(pair.b(), versionOfB);

                AppendRequest toA = decideOnBoth(pair, pair.a());
                AppendRequest toB = decideOnBoth(pair, pair.b());
                List<Outcome<AppendResult>> outcomes =
                        together.each(List.of(() -> store.append(toA), () -> store.append(toB)));

                StreamId written = outcomes.get(0).succeeded() ? pair.a() : pair.b();
                assertOneWon(outcomes, written, written.equals(pair.a()) ? 2 : versionOfB);
                assertThat(version(pair.a()) + version(pair.b())).isEqualTo(2L + versionOfB + 1);
            }
        }
    }

    @Test
    void anAppendThatOnlyChecksNeverStopsAWriterAndNeverConfirmsAnOldVersion() throws Exception {
        try (Together together = new Together(2, sizes.patience())) {
            for (int round = 0; round < sizes.races(); round++) {
                Pair pair = Pair.ofRound(round);
                fill(pair.a(), 1);
                AppendRequest observe = AppendRequest.builder()
                        .expect(pair.a(), ExpectedVersion.exactly(1))
                        .expect(pair.b(), ExpectedVersion.noStream())
                        .build();

                AppendRequest write = decideOnBoth(pair, pair.a());
                List<Outcome<AppendResult>> outcomes =
                        together.each(List.of(() -> store.append(write), () -> store.append(observe)));

                assertThat(outcomes.get(0).failure()).as("the writer").isEmpty();
                outcomes.get(1).failure().ifPresent(failure -> assertConflict(failure, pair.a(), 2));
                assertThat(version(pair.b())).isZero();
                // The writer has finished: from now on the observation is wrong for good.
                assertConflict(conflictOf(observe), pair.a(), 2);
            }
        }
    }

    @Test
    void twoReadersThatWriteElsewhereDoNotDisturbEachOther() throws Exception {
        fill(A, 1);
        try (Together together = new Together(2, sizes.patience())) {
            for (int round = 0; round < sizes.races(); round++) {
                Pair pair = Pair.ofRound(round);
                List<Callable<AppendResult>> tasks = new ArrayList<>();
                for (StreamId written : List.of(pair.a(), pair.b())) {
                    tasks.add(() -> store.append(AppendRequest.builder()
                            .expect(written, ExpectedVersion.noStream())
                            .expect(A, ExpectedVersion.exactly(1))
                            .append(NewEvent.of(written, new Noted("decided on a")))
                            .build()));
                }

                assertThat(together.each(tasks)).allMatch(Outcome::succeeded);
            }
        }
        assertThat(version(A)).isEqualTo(1);
    }

    @Test
    void manyCommandsOnOneStreamAllSucceedAndLeaveNoGap() throws Exception {
        CommandExecutor executor = executor(store);
        try (Together together =
                new Together(sizes.hotWriters(), sizes.patience().multipliedBy(10))) {
            List<Outcome<ExecutionResult>> outcomes = together.all(() -> {
                ExecutionResult last = executor.execute(new Count(A));
                for (int command = 1; command < adapter.commandsPerWriter(); command++) {
                    last = executor.execute(new Count(A));
                }
                return last;
            });

            assertThat(outcomes).extracting(Outcome::failure).allMatch(failure -> failure.isEmpty());
        }

        List<Long> all = LongStream.rangeClosed(1, (long) sizes.hotWriters() * adapter.commandsPerWriter())
                .boxed()
                .toList();
        List<StoredEvent<Object>> events = store.read(A);
        assertThat(events.stream().map(StoredEvent::version).toList()).isEqualTo(all);
        assertThat(events.stream()
                        .map(event -> ((Counted) event.payload()).number())
                        .toList())
                .as("what each command decided on the versions before it")
                .isEqualTo(all);
    }

    /** What a command does before its append: it reads both streams and decides to write one. */
    private AppendRequest decideOnBoth(Pair pair, StreamId written) {
        AppendRequest.Builder request = AppendRequest.builder();
        store.read(ReadRequest.of(pair.a(), pair.b()), event -> {})
                .forEach((stream, version) -> request.expect(stream, ExpectedVersion.exactly(version)));
        return request.append(NewEvent.of(written, new Noted("decided on both")))
                .build();
    }

    private static void assertOneWon(List<Outcome<AppendResult>> outcomes, StreamId written, long versionBefore) {
        assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
        outcomes.stream()
                .flatMap(outcome -> outcome.failure().stream())
                .forEach(failure -> assertConflict(failure, written, versionBefore + 1));
    }

    private static void assertConflict(Throwable failure, StreamId moved, long actual) {
        assertThat(failure).isInstanceOfSatisfying(VersionConflictException.class, conflict -> {
            assertThat(conflict.stream()).isEqualTo(moved);
            assertThat(conflict.actual()).isEqualTo(actual);
        });
    }
}

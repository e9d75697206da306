package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.ForeignEventException;
import io.eventcore.RetryPolicy;
import io.eventcore.StoredEvent;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Linked;
import io.eventcore.testkit.ContractEvent.Moved;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.ContractEvent.Stranger;
import io.eventcore.testkit.ContractEvent.Unwritable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Commands that decide on a state of each stream, which the store may remember. */
abstract class StreamCommandContract extends ContractTest {

    private static final int LONG = 2_500;
    private static final int AT_ONCE = 64;

    StreamCommandContract(EventStoreContract adapter) {
        super(adapter);
    }

    /**
     * What a stream holds.
     *
     * @param events how many events it has
     * @param cents what was moved in all
     * @param links the streams that it names
     */
    private record Seen(long events, long cents, List<StreamId> links) {
        static final StreamFold<Seen, ContractEvent> FOLD = StreamFold.over(
                        ContractEvent.class, new Seen(0, 0, List.of()))
                .on(Moved.class, (seen, moved) -> new Seen(seen.events + 1, seen.cents + moved.cents(), seen.links))
                .on(Linked.class, (seen, link) -> new Seen(seen.events + 1, seen.cents, withLink(seen.links, link)))
                .on(Noted.class, (seen, noted) -> new Seen(seen.events + 1, seen.cents, seen.links))
                .on(Counted.class, (seen, counted) -> new Seen(seen.events + 1, seen.cents, seen.links))
                .ignoring(Unwritable.class)
                .build();

        private static List<StreamId> withLink(List<StreamId> links, Linked link) {
            List<StreamId> more = new ArrayList<>(links);
            more.add(StreamId.of(link.stream()));
            return List.copyOf(more);
        }
    }

    /** Reads two streams, and the streams that the first one links to. */
    private abstract static class Decision implements StreamCommand<Seen, ContractEvent> {
        private final Streams streams;

        Decision(StreamId... streams) {
            this.streams = Streams.of(streams);
        }

        @Override
        public Streams streams() {
            return streams;
        }

        @Override
        public StreamFold<Seen, ContractEvent> fold() {
            return Seen.FOLD;
        }

        @Override
        public Streams discover(StreamStates<Seen> states) {
            return Streams.of(states.of(streams.iterator().next()).links());
        }
    }

    /** Writes the number of the next event to a stream. */
    private static final class CountStream extends Decision {
        private final StreamId stream;

        CountStream(StreamId stream) {
            super(stream);
            this.stream = stream;
        }

        @Override
        public Writes<ContractEvent> handle(StreamStates<Seen> states) {
            return Writes.to(stream, new Counted(states.of(stream).events() + 1));
        }
    }

    /** Moves money from one stream to another, unless the first would be overdrawn. */
    private static final class Move extends Decision {
        private final StreamId from;
        private final StreamId to;
        private final long cents;
        private final BiConsumer<Seen, Seen> witness;

        Move(StreamId from, StreamId to, long cents, BiConsumer<Seen, Seen> witness) {
            super(from, to);
            this.from = from;
            this.to = to;
            this.cents = cents;
            this.witness = witness;
        }

        @Override
        public Writes<ContractEvent> handle(StreamStates<Seen> states) {
            witness.accept(states.of(from), states.of(to));
            require(
                    states.of(from).cents() >= cents,
                    "There are " + states.of(from).cents() + " cents.");
            return Writes.to(from, new Moved(-cents)).and(to, new Moved(cents));
        }
    }

    private static Move move(long cents) {
        return new Move(A, B, cents, (from, to) -> {});
    }

    @Test
    void aStreamCommandDecidesOnTheStateOfEachOfItsStreams() {
        append(A, new Moved(70), new Noted("x"), new Moved(30));
        append(C, new Moved(1_000));
        List<Seen> seen = new ArrayList<>();
        Move command = new Move(A, B, 60, (from, to) -> Collections.addAll(seen, from, to));

        ExecutionResult result = executor(store).execute(command);

        assertThat(seen).containsExactly(new Seen(3, 100, List.of()), new Seen(0, 0, List.of()));
        assertThat(result.versions()).isEqualTo(Map.of(A, 4L, B, 1L));
        assertThat(payloads(B)).containsExactly(new Moved(60));
    }

    @Test
    void streamCommandsAndOthersSeeWhatEachOtherWrote() {
        CommandExecutor executor = executor(store);
        for (int round = 0; round < 3; round++) {
            executor.execute(new CountStream(A));
            executor.execute(new Count(A));
            append(A, new Counted(version(A) + 1));
        }

        assertThat(payloads(A))
                .isEqualTo(LongStream.rangeClosed(1, 9).mapToObj(Counted::new).toList());
    }

    @Test
    void aStreamCommandThatLostARaceDecidesAgain() {
        append(A, new Moved(100));
        CommandExecutor executor = executor(store);
        executor.execute(move(10));
        List<Long> balances = new ArrayList<>();
        Move command = new Move(A, B, 60, (from, to) -> {
            balances.add(from.cents());
            if (balances.size() == 1) {
                append(A, new Moved(-50));
            }
        });

        assertThatThrownBy(() -> executor.execute(command))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessageContaining("There are 40 cents.");
        assertThat(balances).containsExactly(90L, 40L);
        assertThat(version(B)).isEqualTo(1);
    }

    @Test
    void aStreamCommandThatIsTriedOnceDecidesOnWhatIsStored() {
        append(A, new Moved(100));
        CommandExecutor executor = executor(store);
        executor.execute(move(10));
        append(A, new Moved(-50));

        assertThatThrownBy(() ->
                        executor.execute(move(60), ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never())))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessageContaining("There are 40 cents.");
        assertThat(version(B)).isEqualTo(1);
    }

    @Test
    void aStreamCommandSeesAllOfALongStream() {
        for (int part = 0; part < 5; part++) {
            append(A, notes(LONG / 5));
        }
        CommandExecutor executor = executor(store);
        for (int command = 0; command < 3; command++) {
            executor.execute(new CountStream(A));
        }
        append(A, new Noted("between"));
        executor.execute(new CountStream(A));

        List<StoredEvent<Object>> events = store.read(A);
        assertThat(events.subList(LONG, LONG + 5))
                .extracting(StoredEvent::payload)
                .containsExactly(
                        new Counted(LONG + 1L),
                        new Counted(LONG + 2L),
                        new Counted(LONG + 3L),
                        new Noted("between"),
                        new Counted(LONG + 5L));
    }

    @Test
    void streamsThatAStateNamesAreReadToo() {
        append(A, new Moved(5), new Linked(C.value()));
        append(C, new Moved(7));
        Decision command = new Decision(A) {
            @Override
            public Writes<ContractEvent> handle(StreamStates<Seen> states) {
                assertThat(states.streams()).containsExactly(A, C);
                return Writes.to(
                        C, new Counted(states.of(A).cents() + states.of(C).cents()));
            }
        };
        CommandExecutor executor = executor(store);

        executor.execute(command);
        append(C, new Moved(30));
        executor.execute(command);

        assertThat(payloads(C)).containsExactly(new Moved(7), new Counted(12), new Moved(30), new Counted(42));
    }

    @Test
    void aForeignEventIsAnErrorAlsoForAStreamCommandThatHasSeenTheStreamBefore() {
        CommandExecutor executor = executor(store);
        executor.execute(new CountStream(A));
        store.append(AppendRequest.to(A, ExpectedVersion.exactly(1), new Stranger("lost its way")));

        assertThatThrownBy(() -> executor.execute(new CountStream(A)))
                .isInstanceOfSatisfying(
                        ForeignEventException.class,
                        foreign -> assertThat(foreign.type()).isEqualTo("contract-stranger"))
                .hasMessageContaining("at position " + store.read(A).get(1).position());
        assertThat(version(A)).isEqualTo(2);
    }

    @Test
    void manyStreamCommandsAtOnceOnOneStreamEachSeeTheOnesBefore() throws Exception {
        CommandExecutor executor = executor(store);
        List<CompletableFuture<ExecutionResult>> running = new ArrayList<>();
        for (int command = 0; command < AT_ONCE; command++) {
            running.add(executor.executeAsync(new CountStream(A)));
        }
        List<Long> versions = new ArrayList<>();
        for (CompletableFuture<ExecutionResult> each : running) {
            versions.add(each.get(sizes.patience().toNanos(), TimeUnit.NANOSECONDS)
                    .versions()
                    .get(A));
        }

        assertThat(versions)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, AT_ONCE).boxed().toList());
        assertThat(payloads(A))
                .isEqualTo(LongStream.rangeClosed(1, AT_ONCE)
                        .mapToObj(Counted::new)
                        .toList());
    }
}

package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.RememberedStates;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Telemetry;
import io.eventcore.Writes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a store remembers of the states of streams spares reads, however long they are, and never decides alone. */
@ExtendWith(TestPostgresExtension.class)
class RememberedStatesTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private static final StreamFold<Long, Deposited> SUM = sum();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private PostgresEventStore store;
    private PostgresEventStore other;
    private CommandExecutor executor;
    private CommandExecutor otherExecutor;

    private static StreamFold<Long, Deposited> sum() {
        return StreamFold.over(Deposited.class, 0L)
                .on(Deposited.class, (sum, deposited) -> sum + deposited.cents())
                .build();
    }

    /**
     * Deposits on a stream, if it holds at most so much.
     *
     * @param stream the stream
     * @param amount how much
     * @param most how much it may hold before
     */
    private record Deposit(StreamId stream, long amount, long most) implements StreamCommand<Long, Deposited> {
        Deposit(StreamId stream, long amount) {
            this(stream, amount, Long.MAX_VALUE);
        }

        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public StreamFold<Long, Deposited> fold() {
            return SUM;
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Long> sums) {
            require(sums.of(stream) <= most, "There is " + sums.of(stream) + " already.");
            return Writes.to(stream, new Deposited(amount));
        }
    }

    @BeforeEach
    void open(TestPostgres postgres) {
        String url = postgres.newDatabase();
        store = open(PostgresConfig.builder(url)
                .telemetry(Telemetry.of(OpenTelemetry.noop(), meters))
                .build());
        other = open(PostgresConfig.of(url));
        executor = PatientWaits.executor(store);
        otherExecutor = PatientWaits.executor(other);
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    @Test
    void aStateGrowsWithWhatIsAppendedAndNeedsNoRead() {
        executor.execute(new Deposit(A, 1));
        double reads = reads();

        for (int i = 0; i < 300; i++) {
            executor.execute(new Deposit(A, 2));
        }

        assertThat(reads()).isEqualTo(reads);
        assertThat(stateOf(A)).isEqualTo(new StreamState<>(301, positionOf(A), 601L));
    }

    @Test
    void theEventsBehindAStateAreNotKept() {
        for (int i = 0; i < 300; i++) {
            executor.execute(new Deposit(A, 2));
        }

        assertThat(meters.get("eventcore.cache.bytes").gauge().value()).isLessThan(3_000);
    }

    @Test
    void theStateOfALongStreamIsReadOnce() {
        fill(other, A, 3_000);
        assertThat(store.remembered(Set.of(A), SUM)).isEmpty();

        executor.execute(new Deposit(A, 1));
        double reads = reads();
        ExecutionResult result = executor.execute(new Deposit(A, 1));

        assertThat(reads()).isEqualTo(reads);
        assertThat(result.versions()).containsEntry(A, 3_002L);
        assertThat(stateOf(A)).isEqualTo(new StreamState<>(3_002, positionOf(A), 3_002L));
    }

    @Test
    void anotherFoldStartsFromTheBeginning() {
        fill(store, A, 10);
        executor.execute(new Deposit(A, 1));
        StreamFold<Long, Deposited> another = sum();

        assertThat(store.remembered(Set.of(A), another)
                        .map(states -> states.states().get(A)))
                .satisfiesAnyOf(
                        none -> assertThat(none).isEmpty(),
                        state -> assertThat(state).contains(new StreamState<>(11, positionOf(A), 11L)));
    }

    @Test
    void foldsThatAreMadeEachTimeDoNotFillTheMemory() {
        executor.execute(new Deposit(A, 1));
        for (int i = 0; i < 1_000; i++) {
            store.remember(A, sum(), new StreamState<>(1, 1, 1L), store.epoch());
        }
        executor.execute(new Deposit(A, 1));

        assertThat(meters.get("eventcore.cache.bytes").gauge().value()).isLessThan(10_000);
    }

    @Test
    void aConflictTellsThatTheMemoryIsBehindAndOnlyTheTailIsRead() {
        fill(store, A, 50);
        executor.execute(new Deposit(A, 1));
        otherExecutor.execute(new Deposit(A, 100));

        ExecutionResult result = executor.execute(new Deposit(A, 1));

        assertThat(result.attempts()).isEqualTo(2);
        assertThat(meters.get("eventcore.read.events").summary().max())
                .as("events of the largest read")
                .isLessThan(5);
        assertThat(stateOf(A).state()).isEqualTo(152L);
    }

    @Test
    void aRejectionIsDecidedOnWhatIsStored() {
        executor.execute(new Deposit(A, 1));
        otherExecutor.execute(new Deposit(A, 1));

        assertThatThrownBy(() -> executor.execute(new Deposit(A, 1, 1)))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessage("There is 2 already.");
    }

    @Test
    void aRejectionOfWhatIsRememberedOnlyIsDecidedAgain() {
        executor.execute(new Deposit(A, 7));
        otherExecutor.execute(new Deposit(A, -7));

        ExecutionResult result = executor.execute(new Deposit(A, 3, 0));

        assertThat(result.versions()).containsEntry(A, 3L);
        assertThat(stateOf(A).state()).isEqualTo(3L);
    }

    @Test
    void twoStreamsAreRememberedTogetherOrNotAtAll() {
        executor.execute(new Deposit(A, 1));

        assertThat(store.remembered(Set.of(A), SUM)).isPresent();
        assertThat(store.remembered(Set.of(A, B), SUM)).isEmpty();
    }

    private StreamState<Long> stateOf(StreamId stream) {
        Map<StreamId, StreamState<Long>> states = store.remembered(Set.of(stream), SUM)
                .map(RememberedStates::states)
                .orElseThrow();
        return states.getOrDefault(stream, StreamState.initial(SUM));
    }

    private long positionOf(StreamId stream) {
        return other.read(stream).stream()
                .mapToLong(event -> event.position())
                .max()
                .orElse(0);
    }

    private double reads() {
        return meters.get("eventcore.read").timers().stream()
                .mapToDouble(timer -> timer.count())
                .sum();
    }

    private static void fill(PostgresEventStore to, StreamId stream, int events) {
        AppendRequest.Builder request = AppendRequest.builder().expect(stream, ExpectedVersion.noStream());
        for (int i = 0; i < events; i++) {
            request.append(NewEvent.of(stream, new Deposited(1)));
        }
        to.append(request.build());
    }
}

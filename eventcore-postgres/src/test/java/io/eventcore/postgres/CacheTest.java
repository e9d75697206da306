package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.RetryPolicy;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a store remembers spares a read, and never decides what only the present can. */
@ExtendWith(TestPostgresExtension.class)
class CacheTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private String url = "";
    private PostgresEventStore store;
    private PostgresEventStore other;
    private CommandExecutor executor;
    private CommandExecutor otherExecutor;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = open(PostgresConfig.of(url));
        other = open(PostgresConfig.of(url));
        executor = PatientWaits.executor(store);
        otherExecutor = PatientWaits.executor(other);
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    @Test
    void whatWasAppendedIsRememberedAsItIsStored() {
        EventMetadata metadata = EventMetadata.builder()
                .userId("ursula")
                .custom("key", "\u00fc \"")
                .build();
        append(store, A, 1, metadata);
        append(store, B, 2, EventMetadata.empty());
        append(store, A, 3, metadata);

        assertThat(remembered(A, B)).isEqualTo(stored(A, B)).hasSize(3);
    }

    @Test
    void whatWasReadIsRememberedToo() {
        append(other, A, 1, EventMetadata.empty());
        append(other, B, 2, EventMetadata.empty());
        append(other, A, 3, EventMetadata.empty());

        assertThat(store.remembered(Set.of(A, B))).isEmpty();
        store.read(ReadRequest.of(B, A), event -> {});

        assertThat(store.remembered(Set.of(A, B)).orElseThrow().versions()).isEqualTo(Map.of(A, 2L, B, 1L));
        assertThat(remembered(A, B)).isEqualTo(stored(A, B));
    }

    @Test
    void aTailIsAddedAndWhatStandsBehindAGapIsNot() {
        append(store, A, 1, EventMetadata.empty());
        append(other, A, 2, EventMetadata.empty());
        append(store, A, 3, EventMetadata.empty());
        assertThat(remembered(A)).as("version 2 is not known").hasSize(1);

        store.read(new ReadRequest(Map.of(A, 1L)), event -> {});

        assertThat(remembered(A)).isEqualTo(stored(A)).hasSize(3);
    }

    @Test
    void anAbsentStreamIsRememberedAsAbsent() {
        store.read(A);

        assertThat(store.remembered(Set.of(A)).orElseThrow().versions()).isEqualTo(Map.of(A, 0L));
    }

    @Test
    void aLongStreamIsNotRemembered() {
        AppendRequest.Builder request = AppendRequest.builder().expect(A, ExpectedVersion.noStream());
        for (int i = 0; i < 1_001; i++) {
            request.append(NewEvent.of(A, new Deposited(i)));
        }
        store.append(request.build());
        store.read(A);

        assertThat(store.remembered(Set.of(A))).isEmpty();
    }

    @Test
    void nothingIsRememberedIfThatIsSwitchedOff() {
        try (PostgresEventStore plain =
                open(PostgresConfig.builder(url).streamCacheBytes(0).build())) {
            append(plain, A, 1, EventMetadata.empty());
            plain.read(A);

            assertThat(plain.remembered(Set.of(A))).isEmpty();
        }
    }

    @Test
    void aRejectionIsDecidedOnWhatIsStored() {
        executor.execute(new Deposit(A));
        otherExecutor.execute(new Deposit(A));

        assertThatThrownBy(() -> executor.execute(new Deposit(A, 1)))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessage("There are 2 deposits, not 1.");
    }

    @Test
    void aCommandThatIsRejectedOnlyOnWhatIsRememberedIsCarriedOut() {
        executor.execute(new Deposit(A));
        otherExecutor.execute(new Deposit(A));

        ExecutionResult result = executor.execute(new Deposit(A, 2));

        assertThat(result.versions()).containsEntry(A, 3L);
        assertThat(result.attempts()).isEqualTo(1);
    }

    @Test
    void aRejectionThatStandsIsToldAtOnce() {
        executor.execute(new Deposit(A));

        assertThatThrownBy(() -> executor.execute(new Deposit(A, 7)))
                .isInstanceOf(CommandRejectedException.class)
                .hasMessage("There are 1 deposits, not 7.");
    }

    @Test
    void thatThereIsNothingToDoIsDecidedOnWhatIsStored() {
        executor.execute(new Deposit(A));
        otherExecutor.execute(new Deposit(A));

        ExecutionResult nothing = executor.execute(new DepositUntilThereAre(A, 1));
        ExecutionResult result = executor.execute(new DepositUntilThereAre(A, 3));
        ExecutionResult nothingAgain = executor.execute(new DepositUntilThereAre(A, 3));

        assertThat(nothing.position()).as("what the other store did").isEqualTo(2);
        assertThat(result.versions()).containsEntry(A, 3L);
        assertThat(nothingAgain.events()).isEmpty();
        assertThat(stored(A)).hasSize(3);
    }

    @Test
    void aDecisionToWriteThatWasMadeOnAnOldStreamIsMadeAgain() {
        executor.execute(new Deposit(A));
        otherExecutor.execute(new Deposit(A));

        ExecutionResult result = executor.execute(new Deposit(A));

        assertThat(result.versions()).containsEntry(A, 3L);
        assertThat(result.attempts()).isEqualTo(2);
    }

    @Test
    void aCommandThatIsTriedOnceReadsWhatIsStored() {
        executor.execute(new Deposit(A));
        otherExecutor.execute(new Deposit(A));

        ExecutionResult result =
                executor.execute(new Deposit(A), ExecutionOptions.defaults().withRetryPolicy(RetryPolicy.never()));

        assertThat(result.versions()).containsEntry(A, 3L);
    }

    /** One stream is remembered as it is, the other as it was: what came in between stands before what was seen. */
    @Test
    void aCommandSeesItsStreamsInGlobalOrderAlsoWhenTheyWereRememberedAtDifferentMoments() {
        append(store, A, 1, EventMetadata.empty());
        append(store, B, 1, EventMetadata.empty());
        append(other, A, 2, EventMetadata.empty());
        append(store, B, 2, EventMetadata.empty());
        List<List<String>> decisions = new ArrayList<>();

        executor.execute(new Witness(A, B, decisions));

        assertThat(decisions).containsExactly(List.of("a 1", "b 1", "b 2"), List.of("a 1", "b 1", "a 2", "b 2"));
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    private static void append(PostgresEventStore to, StreamId stream, long amount, EventMetadata metadata) {
        to.append(AppendRequest.builder()
                .expect(stream, ExpectedVersion.any())
                .append(new NewEvent(stream, EventId.of(UUID.randomUUID()), new Deposited(amount), metadata))
                .build());
    }

    private List<StoredEvent<Object>> remembered(StreamId... streams) {
        return store.remembered(Set.of(streams)).orElseThrow().events();
    }

    private List<StoredEvent<Object>> stored(StreamId... streams) {
        List<StoredEvent<Object>> events = new ArrayList<>();
        other.read(ReadRequest.of(streams), events::add);
        return events;
    }

    /** A command whose state is the number of events. */
    private interface Counting extends Command<Long, Deposited> {
        StreamId stream();

        @Override
        default Streams streams() {
            return Streams.of(stream());
        }

        @Override
        default Long initialState() {
            return 0L;
        }

        @Override
        default Long apply(Long state, StoredEvent<Deposited> event) {
            return state + 1;
        }

        @Override
        default Class<Deposited> eventType() {
            return Deposited.class;
        }
    }

    /** Adds a deposit; if a number is named, only if there are so many. */
    private record Deposit(StreamId stream, long wanted) implements Counting {
        Deposit(StreamId stream) {
            this(stream, -1);
        }

        @Override
        public Writes<Deposited> handle(Long state) {
            require(wanted < 0 || state == wanted, "There are " + state + " deposits, not " + wanted + ".");
            return Writes.to(stream, new Deposited(1));
        }
    }

    /** Adds a deposit until there are so many. */
    private record DepositUntilThereAre(StreamId stream, long enough) implements Counting {
        @Override
        public Writes<Deposited> handle(Long state) {
            return state >= enough ? Writes.none() : Writes.to(stream, new Deposited(1));
        }
    }

    /** Tells what it saw each time it decided, and writes to the second stream. */
    private record Witness(StreamId first, StreamId second, List<List<String>> decisions)
            implements Command<List<String>, Deposited> {
        @Override
        public Streams streams() {
            return Streams.of(first, second);
        }

        @Override
        public List<String> initialState() {
            return List.of();
        }

        @Override
        public List<String> apply(List<String> state, StoredEvent<Deposited> event) {
            return Stream.concat(state.stream(), Stream.of(event.stream() + " " + event.version()))
                    .toList();
        }

        @Override
        public Writes<Deposited> handle(List<String> state) {
            decisions.add(state);
            return Writes.to(second, new Deposited(1));
        }
    }
}

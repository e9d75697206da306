package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.Command;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command id is recorded in the database, so other stores on it know it too: after a restart, and at the same time. */
@ExtendWith(TestPostgresExtension.class)
class RepeatedCommandTest {

    private static final int ROUNDS = 20;
    private static final int THREADS_PER_STORE = 16;
    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private String url = "";

    @BeforeEach
    void create(TestPostgres postgres) {
        url = postgres.newDatabase();
    }

    /** Writes how many events both streams have together to each of them. */
    private record DepositInBoth() implements Command<Integer, Deposited> {
        @Override
        public Streams streams() {
            return Streams.of(A, B);
        }

        @Override
        public Integer initialState() {
            return 0;
        }

        @Override
        public Integer apply(Integer state, StoredEvent<Deposited> event) {
            return state + 1;
        }

        @Override
        public Writes<Deposited> handle(Integer state) {
            return Writes.<Deposited>to(B, new Deposited(state)).and(A, new Deposited(state));
        }
    }

    @Test
    void afterARestartTheFirstResultIsToldAgain() throws Exception {
        UUID id = UUID.randomUUID();
        ExecutionResult first;
        try (PostgresEventStore store = open(IsolationLevel.SERIALIZABLE)) {
            first = execute(store, id);
        }

        try (PostgresEventStore store = open(IsolationLevel.SERIALIZABLE)) {
            ExecutionResult again = execute(store, id);

            assertThat(again)
                    .isEqualTo(new ExecutionResult(id, first.events(), first.versions(), first.position(), 1, true));
            assertThat(store.resultOf(id))
                    .contains(new AppendResult(again.versions(), again.position(), again.events(), true));
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("2");
        }
    }

    /** Every round has an id of its own, on the same two streams, so that the races are not only for the first row. */
    @ParameterizedTest
    @EnumSource(IsolationLevel.class)
    void twoStoresThatExecuteOneCommandAtOnceAppendItOnce(IsolationLevel isolation) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS_PER_STORE);
        try (PostgresEventStore one = open(isolation);
                PostgresEventStore other = open(isolation)) {
            for (int round = 1; round <= ROUNDS; round++) {
                UUID id = UUID.randomUUID();
                CyclicBarrier start = new CyclicBarrier(2 * THREADS_PER_STORE);
                List<Future<ExecutionResult>> executions = new ArrayList<>();
                for (int thread = 0; thread < 2 * THREADS_PER_STORE; thread++) {
                    PostgresEventStore store = thread % 2 == 0 ? one : other;
                    executions.add(threads.submit(() -> {
                        start.await();
                        return execute(store, id);
                    }));
                }

                List<ExecutionResult> results = new ArrayList<>();
                for (Future<ExecutionResult> execution : executions) {
                    results.add(execution.get(5, TimeUnit.MINUTES));
                }
                assertThat(results).filteredOn(result -> !result.repeated()).hasSize(1);
                assertThat(results)
                        .extracting(ExecutionResult::events)
                        .containsOnly(results.get(0).events());
                assertThat(results)
                        .extracting(ExecutionResult::versions)
                        .containsOnly(results.get(0).versions());
                assertThat(results)
                        .extracting(ExecutionResult::position)
                        .containsOnly(results.get(0).position());
                assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo(String.valueOf(2 * round));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Batches of two stores that hold the same ids in opposite order, each request with a stream of its own. */
    @ParameterizedTest
    @EnumSource(IsolationLevel.class)
    void batchesOfTwoStoresWithTheSameIdsAppendEachOnce(IsolationLevel isolation) throws Exception {
        int commands = 200;
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            ids.add(UUID.randomUUID());
        }
        List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
        try (PostgresEventStore one = open(isolation);
                PostgresEventStore other = open(isolation)) {
            for (int i = 0; i < commands; i++) {
                appends.add(one.appendAsync(deposit(ids.get(i), "one-" + i)));
                appends.add(other.appendAsync(deposit(ids.get(commands - 1 - i), "other-" + i)));
            }
            CompletableFuture.allOf(appends.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
        }
        assertThat(appends).filteredOn(append -> !append.join().repeated()).hasSize(commands);
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo(String.valueOf(commands));
        assertThat(
                        Sql.query(
                                url,
                                "SELECT count(*) FROM executed_commands c WHERE EXISTS"
                                        + " (SELECT FROM events e WHERE e.event_id = ALL (c.event_ids) AND e.position = c.\"position\")"))
                .isEqualTo(String.valueOf(commands));
    }

    @Test
    void whatIsRecordedAmongRequestsThatConflictIsWhatWasToldAndStored() throws Exception {
        List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
        List<AppendRequest> requests = new ArrayList<>();
        try (PostgresEventStore store = open(IsolationLevel.SERIALIZABLE);
                Connection blocker = DriverManager.getConnection(url)) {
            // While the lanes are held up by these two, the others gather in one batch.
            blocker.setAutoCommit(false);
            Sql.execute(blocker, "LOCK TABLE event_streams IN ACCESS EXCLUSIVE MODE");
            List<CompletableFuture<AppendResult>> held = List.of(
                    store.appendAsync(deposit(UUID.randomUUID(), "held-1")),
                    store.appendAsync(deposit(UUID.randomUUID(), "held-2")));
            for (int i = 0; i < 60; i++) {
                AppendRequest.Builder request =
                        AppendRequest.builder().commandId(UUID.randomUUID()).readUpTo(1_000 + i);
                StreamId written = StreamId.of("z-" + i);
                StreamId alsoWritten = StreamId.of("m-" + i);
                StreamId read = StreamId.of("r-" + i);
                request.expect(read, ExpectedVersion.exactly(i % 3 == 0 ? 7 : 0));
                if (i % 4 != 0) {
                    request.expect(written, ExpectedVersion.any()).expect(alsoWritten, ExpectedVersion.noStream());
                    request.append(NewEvent.of(written, new Deposited(i)));
                    request.append(NewEvent.of(alsoWritten, new Deposited(i)));
                    request.append(NewEvent.of(written, new Deposited(i)));
                }
                requests.add(request.build());
                appends.add(store.appendAsync(requests.get(i)));
            }
            blocker.rollback();
            CompletableFuture.allOf(held.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);

            for (int i = 0; i < requests.size(); i++) {
                UUID id = requests.get(i).commandId().orElseThrow();
                if (i % 3 == 0) {
                    assertThat(appends.get(i)).failsWithin(60, TimeUnit.SECONDS);
                    assertThat(store.resultOf(id)).isEmpty();
                } else {
                    AppendResult told = appends.get(i).get(5, TimeUnit.MINUTES);
                    assertThat(told.repeated()).isFalse();
                    assertThat(store.resultOf(id)).contains(told.asRepeated());
                    assertThat(told.position()).isEqualTo(i % 4 == 0 ? 1_000 + i : positionOfLast(told));
                }
            }
        }
    }

    private long positionOfLast(AppendResult result) throws Exception {
        return Long.parseLong(Sql.query(
                url,
                "SELECT position FROM events WHERE event_id = '"
                        + result.events().get(result.events().size() - 1) + "'"));
    }

    @Test
    void aPrunedIdIsAsGoodAsNew() throws Exception {
        UUID id = UUID.randomUUID();
        try (PostgresEventStore store = open(IsolationLevel.SERIALIZABLE)) {
            execute(store, id);
            Sql.execute(url, "DELETE FROM executed_commands WHERE executed_at < now() - interval '30 days'");
            assertThat(execute(store, id).repeated()).isTrue();

            Sql.execute(url, "DELETE FROM executed_commands");
            assertThat(execute(store, id).repeated()).isFalse();
        }
    }

    @Test
    void aCommandWithoutAnIdLeavesNoRow() throws Exception {
        try (PostgresEventStore store = open(IsolationLevel.SERIALIZABLE)) {
            PatientWaits.executor(store).execute(new DepositInBoth());

            assertThat(Sql.query(url, "SELECT count(*) FROM executed_commands")).isEqualTo("0");
        }
    }

    private static ExecutionResult execute(PostgresEventStore store, UUID id) {
        return PatientWaits.executor(store)
                .execute(new DepositInBoth(), ExecutionOptions.defaults().withCommandId(id));
    }

    private static AppendRequest deposit(UUID id, String stream) {
        return AppendRequest.builder()
                .commandId(id)
                .expect(StreamId.of(stream), ExpectedVersion.noStream())
                .append(NewEvent.of(StreamId.of(stream), new Deposited(1)))
                .build();
    }

    private PostgresEventStore open(IsolationLevel isolation) {
        PostgresConfig config = PostgresConfig.builder(url).isolation(isolation).build();
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }
}

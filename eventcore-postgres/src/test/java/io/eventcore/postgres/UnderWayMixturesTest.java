package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.OverloadedException;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands that decide on appends under way, together with command ids, discovery, rejections and other processes. */
@ExtendWith(TestPostgresExtension.class)
class UnderWayMixturesTest {

    private static final StreamId ACCOUNT = StreamId.of("account");
    private static final StreamId OTHER = StreamId.of("other");
    private static final StreamId BUSY = StreamId.of("busy");

    private static final StreamFold<Long, Deposited> BALANCE = StreamFold.over(Deposited.class, 0L)
            .on(Deposited.class, (balance, moved) -> balance + moved.cents())
            .build();

    private static final ExecutionOptions PATIENT = ExecutionOptions.defaults().withTimeout(Duration.ofMinutes(2));

    private String url = "";
    private PostgresEventStore store;
    private CommandExecutor executor;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = open(PostgresConfig.builder(url).appendLanes(1));
        store.initialize();
        executor = PatientWaits.executor(store);
        executor.execute(new Move(ACCOUNT, 100));
        executor.execute(new Move(BUSY, 1));
    }

    private static PostgresEventStore open(PostgresConfigBuilder config) {
        return PostgresEventStore.create(config.build(), EventTypes.of(Deposited.class));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCommandWithAnIdBetweenTwoOthersCountsForBoth() throws Exception {
        ExecutionOptions withId = PATIENT.withCommandId(UUID.randomUUID());
        CompletableFuture<ExecutionResult> first;
        CompletableFuture<ExecutionResult> second;
        CompletableFuture<ExecutionResult> third;
        try (Connection lane = keepTheLaneBusy()) {
            first = sent(new Move(ACCOUNT, -60), PATIENT, 40);
            second = sent(new Move(ACCOUNT, -40), withId, 0);
            third = executor.executeAsync(new Move(ACCOUNT, -40), PATIENT);
            lane.rollback();
            first.get(2, TimeUnit.MINUTES);
        }

        ExecutionResult told = second.get(2, TimeUnit.MINUTES);
        assertRejected(third, "There are 0.");
        assertThat(balance()).isZero();
        assertThat(told.versions()).as("its own, not the unit's").containsOnly(Map.entry(ACCOUNT, 3L));
        ExecutionResult again = executor.execute(new Move(ACCOUNT, -40), withId);
        assertThat(again.repeated()).isTrue();
        assertThat(again.events()).isEqualTo(told.events()).hasSize(1);
        assertThat(again.versions()).isEqualTo(told.versions());
        assertThat(again.position()).isEqualTo(told.position());
    }

    @Test
    void whatACommandWithAnIdDecidesToLeaveAloneIsRecordedWithThePositionThatItSaw() throws Exception {
        ExecutionOptions withId = PATIENT.withCommandId(UUID.randomUUID());
        CompletableFuture<ExecutionResult> first;
        CompletableFuture<ExecutionResult> nothing;
        try (Connection lane = keepTheLaneBusy()) {
            first = sent(new Move(ACCOUNT, -60), PATIENT, 40);
            nothing = executor.executeAsync(new Move(ACCOUNT, 0), withId);
            lane.rollback();
            first.get(2, TimeUnit.MINUTES);
        }

        ExecutionResult told = nothing.get(2, TimeUnit.MINUTES);
        assertThat(told.events()).isEmpty();
        assertThat(told.position()).isEqualTo(first.join().position());
        assertThat(executor.execute(new Move(ACCOUNT, 0), withId).position()).isEqualTo(told.position());
    }

    @Test
    void aRepeatedCommandIsNothingThatOthersMayRestOn() throws Exception {
        ExecutionOptions withId = PATIENT.withCommandId(UUID.randomUUID());
        executor.execute(new Move(OTHER, 500), withId);
        CompletableFuture<ExecutionResult> repeated;
        CompletableFuture<ExecutionResult> onTop;
        try (Connection lane = keepTheLaneBusy()) {
            repeated = sent(new Move(ACCOUNT, 1_000), withId, 1_100);
            onTop = executor.executeAsync(new Move(ACCOUNT, -1_000), PATIENT);
            lane.rollback();
            assertThat(repeated.get(2, TimeUnit.MINUTES).repeated()).isTrue();
        }

        assertRejected(onTop, "There are 100.");
        assertThat(balance()).isEqualTo(100);
    }

    @Test
    void aCommandThatDiscoversRestsOnWhatItSawBefore() throws Exception {
        CompletableFuture<ExecutionResult> deposit;
        CompletableFuture<ExecutionResult> payment;
        try (Connection elsewhere = appendElsewhere(ACCOUNT, 2, 1)) {
            deposit = sent(new Move(ACCOUNT, 1_000), PATIENT, 1_100);
            payment = executor.executeAsync(new Pay(ACCOUNT, OTHER, 1_050), PATIENT);
            elsewhere.commit();
        }
        deposit.get(2, TimeUnit.MINUTES);

        try {
            assertThat(payment.get(2, TimeUnit.MINUTES).versions().get(ACCOUNT))
                    .as("after the deposit")
                    .isEqualTo(4);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(CommandRejectedException.class).hasMessageContaining("There are 101.");
        }
    }

    @Test
    void aRejectionOnWhatWasNotStoredIsDecidedAgainAlsoIfAnotherEventGotItsVersion() throws Exception {
        CompletableFuture<ExecutionResult> all;
        CompletableFuture<ExecutionResult> some;
        CompletableFuture<ExecutionResult> nothing;
        try (Connection elsewhere = appendElsewhere(ACCOUNT, 2, 7)) {
            all = sent(new Exactly(ACCOUNT, 100), PATIENT, 0);
            some = executor.executeAsync(new Move(ACCOUNT, -50), PATIENT);
            nothing = executor.executeAsync(new Exactly(ACCOUNT, 107), PATIENT);
            elsewhere.commit();
        }

        assertRejected(all, "There are");
        List<Throwable> failures = new ArrayList<>();
        for (CompletableFuture<ExecutionResult> each : List.of(some, nothing)) {
            try {
                each.get(2, TimeUnit.MINUTES);
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        assertThat(failures)
                .as("107 were there for one of the two")
                .hasSizeLessThan(2)
                .allSatisfy(failure -> assertThat(failure).isInstanceOf(CommandRejectedException.class));
    }

    @Test
    void aStreamThatIsBlockedStarvesNoOther() throws Exception {
        List<CompletableFuture<?>> blocked = new ArrayList<>();
        try (PostgresEventStore two = open(PostgresConfig.builder(url).appendLanes(2));
                Connection lock = lock(BUSY)) {
            CommandExecutor commands = PatientWaits.executor(two);
            for (int i = 0; i < 5_000; i++) {
                blocked.add(two.appendAsync(AppendRequest.to(BUSY, ExpectedVersion.any(), new Deposited(1))));
            }

            commands.execute(new Move(OTHER, 1), PATIENT);

            assertThat(blocked).noneMatch(CompletableFuture::isDone);
            lock.rollback();
            for (CompletableFuture<?> each : blocked) {
                each.cancel(false);
            }
        }
    }

    @Test
    void aRejectionThatWaitsForAnAppendKeepsNoThread() throws Exception {
        ExecutorService worker = Executors.newSingleThreadExecutor();
        CompletableFuture<ExecutionResult> rejected;
        try (PostgresEventStore two = open(PostgresConfig.builder(url).appendLanes(2))) {
            CommandExecutor commands =
                    CommandExecutor.builder(two).workers(worker).build();
            commands.execute(new Move(BUSY, 1), PATIENT);
            try (Connection lock = lock(BUSY)) {
                CompletableFuture<ExecutionResult> first = commands.executeAsync(new Move(BUSY, 1), PATIENT);
                rejected = commands.executeAsync(new Move(BUSY, -50), PATIENT);

                commands.executeAsync(new Move(OTHER, 1), PATIENT).get(1, TimeUnit.MINUTES);

                assertThat(first).isNotDone();
                assertThat(rejected).isNotDone();
                lock.rollback();
            }
            assertRejected(rejected, "There are 3.");
        } finally {
            worker.shutdown();
        }
    }

    @Test
    void theQueueIsBoundedByWhatItsAppendsTake() throws Exception {
        try (PostgresEventStore small =
                        open(PostgresConfig.builder(url).appendLanes(1).appendQueueBytes(10_000));
                Connection lock = lock(BUSY)) {
            CompletableFuture<?> first = small.appendAsync(AppendRequest.to(BUSY, ExpectedVersion.any(), many(1_000)));
            List<CompletableFuture<?>> more = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                more.add(small.appendAsync(AppendRequest.to(OTHER, ExpectedVersion.any(), many(10))));
            }

            assertThat(more).as("larger than all that is allowed, but alone").allMatch(CompletableFuture::isDone);
            assertThat(more.get(0))
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(OverloadedException.class)
                    .withMessageContaining("appendQueueBytes");
            lock.rollback();
            first.get(2, TimeUnit.MINUTES);
            small.append(AppendRequest.to(OTHER, ExpectedVersion.any(), many(10)));
        }
    }

    private static Object[] many(int events) {
        Object[] payloads = new Object[events];
        Arrays.fill(payloads, new Deposited(1));
        return payloads;
    }

    /** Starts a command and waits until others would decide on what it does. */
    private CompletableFuture<ExecutionResult> sent(
            StreamCommand<Long, Deposited> command, ExecutionOptions options, long balance) {
        CompletableFuture<ExecutionResult> running = executor.executeAsync(command, options);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> store.remembered(Streams.of(ACCOUNT).ids(), BALANCE)
                        .filter(states -> states.states().values().stream().allMatch(each -> each.state() == balance))
                        .isPresent());
        return running;
    }

    /** The only lane waits for a row until the connection that is returned rolls back. */
    private Connection keepTheLaneBusy() throws SQLException {
        Connection lock = lock(BUSY);
        CompletableFuture<ExecutionResult> waits = executor.executeAsync(new Move(BUSY, 1), PATIENT);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !Sql.query(
                                url,
                                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
                        .equals("0"));
        assertThat(waits).isNotDone();
        return lock;
    }

    private Connection lock(StreamId stream) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        Sql.execute(connection, "SELECT 1 FROM event_streams WHERE stream_id = '" + stream + "' FOR UPDATE");
        return connection;
    }

    /** As another process would, but it has not committed yet. */
    private Connection appendElsewhere(StreamId stream, long version, long cents) throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        connection.setAutoCommit(false);
        Sql.execute(connection, """
                SELECT * FROM eventcore_append(ARRAY['%s'], ARRAY[%d], ARRAY[1], ARRAY[0], ARRAY[1], ARRAY[0], ARRAY[1],
                    ARRAY[1], ARRAY[gen_random_uuid()::text], ARRAY['deposited'], ARRAY[1], ARRAY['{"cents": %d}'],
                    ARRAY['{}'])""".formatted(stream, version - 1, cents));
        return connection;
    }

    private long balance() {
        return store.read(ACCOUNT).stream()
                .mapToLong(event -> ((Deposited) event.payload()).cents())
                .sum();
    }

    private static void assertRejected(CompletableFuture<ExecutionResult> command, String reason) {
        assertThat(command)
                .failsWithin(Duration.ofMinutes(2))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CommandRejectedException.class)
                .withMessageContaining(reason);
    }

    /** Moves money into an account, or out of it; moving nothing appends nothing. */
    private record Move(StreamId account, long cents) implements StreamCommand<Long, Deposited> {
        @Override
        public StreamFold<Long, Deposited> fold() {
            return BALANCE;
        }

        @Override
        public Streams streams() {
            return Streams.of(account);
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Long> balances) {
            require(balances.of(account) + cents >= 0, "There are " + balances.of(account) + ".");
            return cents == 0 ? Writes.none() : Writes.to(account, new Deposited(cents));
        }
    }

    /** Empties an account that holds exactly this. */
    private record Exactly(StreamId account, long cents) implements StreamCommand<Long, Deposited> {
        @Override
        public StreamFold<Long, Deposited> fold() {
            return BALANCE;
        }

        @Override
        public Streams streams() {
            return Streams.of(account);
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Long> balances) {
            require(balances.of(account) == cents, "There are " + balances.of(account) + ".");
            return Writes.to(account, new Deposited(-cents));
        }
    }

    /** Pays out of one account into another, which it discovers. */
    private record Pay(StreamId from, StreamId to, long cents) implements StreamCommand<Long, Deposited> {
        @Override
        public StreamFold<Long, Deposited> fold() {
            return BALANCE;
        }

        @Override
        public Streams streams() {
            return Streams.of(from);
        }

        @Override
        public Streams discover(StreamStates<Long> balances) {
            return Streams.of(to);
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Long> balances) {
            require(balances.of(from) >= cents, "There are " + balances.of(from) + ".");
            return Writes.to(from, new Deposited(-cents)).and(to, new Deposited(cents));
        }
    }
}

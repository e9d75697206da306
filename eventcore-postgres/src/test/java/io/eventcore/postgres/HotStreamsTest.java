package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.CommandExecutor;
import io.eventcore.CommandRejectedException;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.InvalidEventException;
import io.eventcore.RetryPolicy;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Telemetry;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commands that decide on what is on its way: many share a transaction, and each is as right as if it were alone. */
@ExtendWith(TestPostgresExtension.class)
class HotStreamsTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final int IN_FLIGHT = 64;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private String url = "";
    private PostgresEventStore store;
    private PostgresEventStore other;
    private CommandExecutor executor;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = open(PostgresConfig.builder(url).telemetry(Telemetry.of(OpenTelemetry.noop(), meters)));
        other = open(PostgresConfig.builder(url));
        executor = PatientWaits.executor(store);
    }

    private static PostgresEventStore open(PostgresConfigBuilder config) {
        PostgresEventStore store = PostgresEventStore.create(config.build(), EventTypes.of(Noted.class));
        store.initialize();
        return store;
    }

    @AfterEach
    void close() {
        store.close();
        other.close();
    }

    @Test
    void manyCommandsOnOneStreamShareTransactions() throws Exception {
        executor.execute(Enumerate.in(A));

        List<ExecutionResult> results = allOf(start(executor, 1_000, Enumerate.in(A)));

        assertNumbered(A, 1_001);
        assertThat(results.stream().filter(result -> result.attempts() > 1))
                .as("what another one of this process did a moment before costs no attempt, but under a storm of them")
                .hasSizeLessThan(300);
        assertEachResultNamesItsOwnEvent(results);
        assertThat(calls()).as("calls for 1,001 commands").isLessThan(500);
    }

    @Test
    void withoutHotStreamsEachCommandIsATransactionOfItsOwn() throws Exception {
        try (PostgresEventStore cold = open(PostgresConfig.builder(url).hotStreams(false))) {
            CommandExecutor plain = PatientWaits.executor(cold);
            plain.execute(Enumerate.in(A));

            allOf(start(plain, 100, Enumerate.in(A)));

            assertNumbered(A, 101);
        }
    }

    @Test
    void commandsOnSeveralStreamsThatOverlapAreAsRightAsThoseOnOne() throws Exception {
        List<StreamId> streams = List.of(A, B, StreamId.of("c"), StreamId.of("d"));
        streams.forEach(stream -> executor.execute(Enumerate.in(stream)));
        List<CompletableFuture<ExecutionResult>> running = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            StreamId one = streams.get(i % 4);
            StreamId two = streams.get((i + 1 + i / 4 % 3) % 4);
            running.add(executor.executeAsync(i % 5 == 0 ? Enumerate.in(one) : Enumerate.in(one, two)));
        }
        assertEachResultNamesItsOwnEvent(allOf(running));

        long events = 0;
        for (StreamId stream : streams) {
            List<StoredEvent<Object>> stored = other.read(stream);
            events += stored.size();
            assertNumbered(stream, stored.size());
        }
        assertThat(events).isEqualTo(4 + 120 + 2 * 480);
    }

    /** Two processes undo each other's plans all the time; a command that trusted a plan that failed would miscount. */
    @Test
    void twoStoresOnOneStreamEachDecideOnWhatIsStoredInTheEnd() throws Exception {
        CommandExecutor otherExecutor = PatientWaits.executor(other);
        ExecutionOptions patient = ExecutionOptions.defaults()
                .withRetryPolicy(RetryPolicy.defaults().withMaxAttempts(1_000))
                .withTimeout(Duration.ofMinutes(2));
        List<CompletableFuture<ExecutionResult>> running = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            running.add(executor.executeAsync(Enumerate.in(A), patient));
            running.add(otherExecutor.executeAsync(new Enumerate(Streams.of(A, B), "other ", Long.MAX_VALUE), patient));
        }
        allOf(running);

        assertNumbered(A, 600);
        assertNumbered(B, 300);
    }

    @Test
    void nobodyIsToldOfACommitBeforeItHappens() throws Exception {
        executor.execute(Enumerate.in(A));
        List<CompletableFuture<ExecutionResult>> running;
        try (Connection blocker = DriverManager.getConnection(url);
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
            running = start(executor, IN_FLIGHT, Enumerate.in(A));
            awaitCallThatWaits();
            assertThat(running).noneMatch(CompletableFuture::isDone);
            blocker.rollback();
        }

        allOf(running);
        assertNumbered(A, 1 + IN_FLIGHT);
    }

    @Test
    void aCallThatFailsTakesDownOnlyWhatRestedOnIt() throws Exception {
        executor.execute(Enumerate.in(A));
        List<CompletableFuture<ExecutionResult>> running;
        try (Connection blocker = DriverManager.getConnection(url);
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE event_streams IN ACCESS EXCLUSIVE MODE");
            running = start(executor, IN_FLIGHT, Enumerate.in(A));
            awaitCallThatWaits();
            // The stream moves under the hands of those who have decided already.
            statement.execute("UPDATE event_streams SET version = 2 WHERE stream_id = 'a'");
            statement.execute("""
                    INSERT INTO events (event_id, stream_id, stream_version, event_type, event_version, event_data, metadata)
                    VALUES (gen_random_uuid(), 'a', 2, 'noted', 1, '{"text": "%s"}', '{}')""".formatted(Trail.FOLD
                    .apply(
                            Trail.FOLD.initialState(),
                            new Noted(Trail.FOLD.initialState().next()))
                    .next()));
            blocker.commit();
        }

        allOf(running);
        assertNumbered(A, 2 + IN_FLIGHT);
    }

    @Test
    void aPoisonedCommandAmongMultitudesFailsAlone() throws Exception {
        executor.execute(Enumerate.in(A));
        List<CompletableFuture<ExecutionResult>> running = new ArrayList<>(start(executor, 20, Enumerate.in(A)));
        CompletableFuture<ExecutionResult> poisoned =
                executor.executeAsync(new Enumerate(Streams.of(A), "\u0000", Long.MAX_VALUE));
        running.addAll(start(executor, 20, Enumerate.in(A)));

        allOf(running);
        assertNumbered(A, 41);
        assertThat(poisoned)
                .failsWithin(Duration.ofMinutes(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(InvalidEventException.class);
    }

    @Test
    void aRejectionOfWhatIsOnItsWayIsToldWhenThatIsStored() throws Exception {
        executor.execute(Enumerate.in(A));
        List<CompletableFuture<ExecutionResult>> told = new ArrayList<>();
        List<CompletableFuture<ExecutionResult>> running;
        try (Connection blocker = DriverManager.getConnection(url);
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE event_streams IN EXCLUSIVE MODE");
            running = start(executor, 1, Enumerate.in(A));
            await().until(() -> store.remembered(Streams.of(A).ids(), Trail.FOLD)
                    .filter(states -> !states.states().equals(states.stored()))
                    .isPresent());
            CompletableFuture<ExecutionResult> tooMany = executor.executeAsync(new Enumerate(Streams.of(A), "", 2));
            told.add(tooMany);
            await("there may still be only one").during(Duration.ofMillis(200)).until(() -> !tooMany.isDone());
            blocker.rollback();
        }

        allOf(running);
        assertThat(told.get(0))
                .failsWithin(Duration.ofMinutes(5))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CommandRejectedException.class)
                .withMessageContaining("There are 2.");
    }

    /** Waits until a call of the store waits for a lock that the test holds. */
    private void awaitCallThatWaits() {
        await().until(() -> {
            try (Connection watcher = DriverManager.getConnection(url);
                    Statement statement = watcher.createStatement();
                    ResultSet row = statement.executeQuery("""
                            SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                            WHERE NOT l.granted AND d.datname = current_database()""")) {
                return row.next() && row.getLong(1) > 0;
            }
        });
    }

    private static List<CompletableFuture<ExecutionResult>> start(CommandExecutor on, int commands, Enumerate command) {
        List<CompletableFuture<ExecutionResult>> running = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            running.add(on.executeAsync(command));
        }
        return running;
    }

    private static List<ExecutionResult> allOf(List<CompletableFuture<ExecutionResult>> running) throws Exception {
        List<ExecutionResult> results = new ArrayList<>();
        for (CompletableFuture<ExecutionResult> each : running) {
            results.add(each.get(2, TimeUnit.MINUTES));
        }
        return results;
    }

    /** Each event was decided on all those before it, and on no others. */
    private void assertNumbered(StreamId stream, long count) {
        List<StoredEvent<Object>> events = other.read(stream);
        assertThat(events).hasSize((int) count);
        Trail trail = Trail.FOLD.initialState();
        for (StoredEvent<Object> event : events) {
            assertThat(((Noted) event.payload()).text()).endsWith(trail.next());
            trail = Trail.FOLD.apply(trail, event.payload());
        }
    }

    private void assertEachResultNamesItsOwnEvent(List<ExecutionResult> results) {
        for (ExecutionResult result : results) {
            List<StoredEvent<Object>> own = new ArrayList<>();
            result.versions()
                    .forEach((stream, version) -> own.add(other.read(stream).get((int) (version - 1))));
            assertThat(own).extracting(StoredEvent::id).containsExactlyInAnyOrderElementsOf(result.events());
            assertThat(own.stream().mapToLong(StoredEvent::position).max()).hasValue(result.position());
        }
    }

    private double calls() {
        return meters.get("eventcore.append.call").timer().count();
    }
}

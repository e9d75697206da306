package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.Snapshots;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.Telemetry;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots spare reads after a restart, and nothing depends on them. */
@ExtendWith(TestPostgresExtension.class)
class SnapshotsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final Snapshots<Till> KEPT = Snapshots.of(Till.NAME, 1, Till.class);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private String url = "";
    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = newStore(Telemetry.none());
        store.initialize();
    }

    private PostgresEventStore newStore(Telemetry telemetry) {
        return PostgresEventStore.create(
                PostgresConfig.builder(url)
                        .telemetry(telemetry)
                        .queryTimeout(PATIENCE)
                        .build(),
                EventTypes.of(Deposited.class));
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** A process that starts anew, and whose meters count what it does from now on. */
    private CommandExecutor restarted() {
        store.close();
        meters.clear();
        store = newStore(Telemetry.of(OpenTelemetry.noop(), meters));
        return PatientWaits.executor(store);
    }

    private void fill(StreamId stream, int events) {
        try (PostgresEventStore filling = newStore(Telemetry.none())) {
            CommandExecutor executor = CommandExecutor.builder(filling)
                    .defaultOptions(ExecutionOptions.defaults().withTimeout(PATIENCE))
                    .build();
            for (int left = events; left > 0; left -= 10_000) {
                executor.execute(Till.deposit(stream, Math.min(left, 10_000)));
            }
        }
        await().atMost(PATIENCE).until(() -> snapshotVersion(stream) == events);
    }

    private long snapshotVersion(StreamId stream) throws SQLException {
        return Long.parseLong(Sql.query(
                url, "SELECT coalesce(max(version), 0) FROM stream_snapshots WHERE stream_id = '" + stream + "'"));
    }

    private double count(String name, String... tags) {
        return meters.find(name).tags(tags).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private double eventsRead() {
        return meters.get("eventcore.read.events").summary().totalAmount();
    }

    @Test
    void aCommandAfterARestartReadsTheTailOnly() {
        fill(A, 20);
        CommandExecutor executor = restarted();

        executor.execute(Till.deposit(A, 3));

        assertThat(eventsRead()).isZero();
        assertThat(count("eventcore.snapshots.loaded")).isEqualTo(1);
        executor = restarted();
        executor.execute(Till.deposit(A, 1));
        assertThat(eventsRead()).isEqualTo(3);
    }

    @Test
    void aWarmCommandOnAHundredThousandEventsReadsNothingAndAColdOneTheTail() {
        fill(A, 100_000);
        fill(B, 10);
        CommandExecutor executor = restarted();

        executor.execute(Till.deposit(A, 1));
        executor.execute(Till.deposit(B, 1));

        assertThat(eventsRead()).as("events of two cold commands").isZero();
        double reads = meters.get("eventcore.read").timer().count();
        executor.execute(Till.deposit(A, 1));
        executor.execute(Till.deposit(B, 1));
        assertThat(meters.get("eventcore.read").timer().count() - reads)
                .as("reads of two warm commands")
                .isZero();
        assertThat(count("eventcore.snapshots.loaded")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a text\"",
                "null",
                "[20, 20]",
                "{\"cents\": \"many\", \"deposits\": 20}",
                "{\"cents\": {\"x\": 1}, \"deposits\": 20}",
                "7"
            })
    void aStateThatDoesNotFitIsNotUsedAndReplaced(String corrupt) throws SQLException {
        fill(A, 20);
        Sql.execute(url, "UPDATE stream_snapshots SET state = '" + corrupt + "'");
        CommandExecutor executor = restarted();

        executor.execute(Till.deposit(A, 1));

        assertThat(eventsRead()).isEqualTo(20);
        assertThat(count("eventcore.snapshots.unusable", "reason", "state")).isEqualTo(1);
        await().untilAsserted(
                        () -> assertThat(loaded(A, KEPT).state().deposits()).isEqualTo(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version = 999",
                "version = 7",
                "position = position + 1",
                "position = 999",
                "event_id = gen_random_uuid()"
            })
    void aSnapshotThatIsNotOfThisLogIsNotUsedAndReplaced(String change) throws SQLException {
        fill(A, 20);
        Sql.execute(url, "UPDATE stream_snapshots SET " + change);
        CommandExecutor executor = restarted();

        executor.execute(Till.deposit(A, 1));

        assertThat(eventsRead()).isEqualTo(20);
        assertThat(count("eventcore.snapshots.unusable", "reason", "version")).isEqualTo(1);
        await().untilAsserted(() -> assertThat(loaded(A, KEPT).version()).isEqualTo(20));
    }

    /** Whoever has found the bad one before must not delete what has come in its place. */
    @Test
    void manyWhoFindABadSnapshotLeaveAGoodOne() throws SQLException {
        for (int round = 0; round < 10; round++) {
            StreamId stream = StreamId.of("round-" + round);
            fill(stream, 20);
            Sql.execute(url, "UPDATE stream_snapshots SET state = '[]' WHERE stream_id = '" + stream + "'");
            List<PostgresEventStore> stores = new ArrayList<>();
            List<CompletableFuture<?>> commands = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                PostgresEventStore other = newStore(Telemetry.none());
                stores.add(other);
                commands.add(PatientWaits.executor(other).executeAsync(Till.deposit(stream, 1)));
            }
            commands.forEach(CompletableFuture::join);
            stores.forEach(PostgresEventStore::close);

            assertThat(loaded(stream, KEPT).version()).isGreaterThanOrEqualTo(20);
        }
    }

    @Test
    void aSnapshotOfAnotherVersionOfTheFoldIsNotLookedAtAndStays() throws SQLException {
        fill(A, 20);
        Sql.execute(url, "UPDATE stream_snapshots SET fold_version = 2, state = '{\"cents\": 0, \"deposits\": 0}'");
        CommandExecutor executor = restarted();

        executor.execute(Till.deposit(A, 1));

        assertThat(eventsRead()).isEqualTo(20);
        assertThat(count("eventcore.snapshots.unusable")).isZero();
        await().untilAsserted(() -> assertThat(
                        Sql.query(
                                url,
                                "SELECT string_agg(fold_version || ':' || version, ' ' ORDER BY fold_version) FROM stream_snapshots"))
                .isEqualTo("1:20 2:20"));
    }

    @Test
    void anOlderProcessNeitherUsesNorReplacesTheSnapshotsOfANewerOne() throws SQLException {
        fill(A, 20);
        CommandExecutor newer = restarted();
        newer.execute(new Till.Deposit(
                A, 10, Till.fold(Snapshots.of(Till.NAME, 2, Till.class).every(10))));
        await().until(() -> snapshotVersion(A) == 30);
        CommandExecutor older = PatientWaits.executor(store);

        older.execute(Till.deposit(A, 10));

        await().untilAsserted(() -> assertThat(loaded(A, KEPT).version()).isEqualTo(40));
        assertThat(loaded(A, Snapshots.of(Till.NAME, 2, Till.class)).version()).isEqualTo(30);
    }

    @Test
    void withoutTheTableCommandsGoOn() throws SQLException {
        fill(A, 20);
        Sql.execute(url, "DROP TABLE stream_snapshots");
        CommandExecutor executor = restarted();

        for (int i = 0; i < 20; i++) {
            executor.execute(Till.deposit(A, 1));
        }

        assertThat(store.read(A)).hasSize(40);
        await().untilAsserted(() -> assertThat(count("eventcore.snapshots.dropped", "reason", "failed"))
                .isPositive());
    }

    @Test
    void aTableThatIsLockedHoldsCommandsUpForAMomentOnly() throws SQLException {
        fill(A, 20);
        CommandExecutor executor = restarted();
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE stream_snapshots IN ACCESS EXCLUSIVE MODE");

            executor.execute(Till.deposit(A, 10));

            assertThat(eventsRead()).isEqualTo(20);
            other.rollback();
        }
        await().untilAsserted(() -> assertThat(loaded(A, KEPT).version()).isEqualTo(30));
    }

    @Test
    void whatWaitsWhenTheStoreIsClosedIsWritten() throws SQLException {
        PatientWaits.executor(store).execute(Till.deposit(A, 10));
        store.close();

        assertThat(snapshotVersion(A)).isEqualTo(10);
        store.snapshots().offer(A, KEPT, 10, new Till(1, 1));
    }

    private <T> StreamState<T> loaded(StreamId stream, Snapshots<T> snapshots) {
        try (PostgresEventStore fresh = newStore(Telemetry.none())) {
            StreamState<T> found = fresh.snapshots()
                    .load(Set.of(stream), snapshots, Duration.ofSeconds(10))
                    .get(stream);
            if (found == null) {
                throw new AssertionError("No snapshot of " + stream + ".");
            }
            return found;
        }
    }
}

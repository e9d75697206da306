package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.ErrorCode;
import io.eventcore.EventCoreException;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.StreamId;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.faults.CrashableServer.Crash;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.projections.ProjectionStatus.State;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The log goes back under a store, an executor and a projection that live on: they go on from what is stored. */
class FailOverTest {

    private static final int STREAMS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ExecutionOptions PATIENT = ExecutionOptions.defaults().withTimeout(Duration.ofSeconds(30));

    private final List<StreamId> streams = IntStream.range(0, STREAMS)
            .mapToObj(number -> StreamId.of("chain-" + number))
            .toList();

    private CrashableServer server;
    private PostgresEventStore store;
    private CommandExecutor executor;
    private ProjectionRunner runner;

    @BeforeEach
    void start() throws SQLException {
        server = new CrashableServer();
        store = open();
        store.initialize();
        executor = PatientWaits.executor(store);
        runner = new ProjectionRunner(store, new LinksProjection()).start();
    }

    @AfterEach
    void close() {
        runner.close();
        store.close();
        server.close();
    }

    private PostgresEventStore open() {
        return PostgresEventStore.create(
                PostgresConfig.builder(server.url())
                        .recoveryInterval(Duration.ofMillis(200))
                        .build(),
                EventTypes.of(Link.class));
    }

    @Test
    void nothingRestsOnWhatAPromotionHasLost() throws Exception {
        addLinks(3);
        Path behind = server.copy();
        addLinks(3);
        awaitProjected();

        server.crash(Crash.KILL_ALL);
        server.startAsStandby(behind);
        server.promote();
        addOtherLinks(3);

        addLinks(2);
        assertAllIsWell();
    }

    @Test
    @Tag("slow")
    void nothingRestsOnWhatARestoreHasLost() throws Exception {
        addLinks(3);
        Path backup = server.copy();
        addLinks(3);
        awaitProjected();

        server.crash(Crash.STOP_IMMEDIATE);
        server.startInstead(backup);
        addOtherLinks(3);

        addLinks(2);
        assertAllIsWell();
    }

    /** The sequence comes back as it was flushed, and gives the positions of the rolled-back append again. */
    @Test
    void positionsThatARolledBackAppendTookAreNotPassed() throws Exception {
        addLinks(1);
        awaitProjected();
        for (int round = 0; round < 2; round++) {
            try (Connection connection = DriverManager.getConnection(server.url())) {
                connection.setAutoCommit(false);
                Sql.execute(connection, "SELECT count(nextval('events_position_seq')) FROM generate_series(1, 200)");
                connection.rollback();
            }
            assertThat(runner.status().position()).isLessThanOrEqualTo(lastPosition());
            server.crash(Crash.KILL_ALL);
            server.start();

            addLinks(1);
        }
        assertAllIsWell();
    }

    @Test
    void aServerThatTakesNoWritesForAWhileIsWaitedFor() throws Exception {
        addLinks(1);
        Sql.execute(server.url(), "ALTER SYSTEM SET default_transaction_read_only = on");
        Sql.execute(server.url(), "SELECT pg_reload_conf()");
        await().atMost(PATIENCE)
                .until(() -> codeOf(add(streams.get(0))).equals(Optional.of(ErrorCode.STORE_READ_ONLY)));
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);

        Sql.execute(server.url(), "ALTER SYSTEM RESET default_transaction_read_only");
        Sql.execute(server.url(), "SELECT pg_reload_conf()");

        addLinks(1);
        assertAllIsWell();
    }

    @Test
    void aStandbyBehindTheAddressIsToldAndWaitedFor() throws Exception {
        addLinks(2);
        Path behind = server.copy();
        addLinks(1);
        server.crash(Crash.KILL_ALL);
        server.startAsStandby(behind);

        await().atMost(PATIENCE).until(() -> add(streams.get(0)).toString().contains("standby"));
        await().atMost(PATIENCE)
                .until(() -> store.healthCheck(Duration.ofSeconds(5))
                        .problems()
                        .toString()
                        .contains("standby"));
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
        try (PostgresEventStore onStandby = open()) {
            assertThat(onStandby.read(streams.get(0))).hasSize(4);
            assertThat(onStandby.healthCheck(Duration.ofSeconds(30)).problems().toString())
                    .contains("standby");
            assertThat(codeOf(tryIt(PatientWaits.executor(onStandby), new Chain.ByEvents(streams.get(0), "no"))))
                    .contains(ErrorCode.STORE_READ_ONLY);
        }

        server.promote();
        addLinks(1);
        assertAllIsWell();
    }

    /** Each stream gets so many links by each kind of command. */
    private void addLinks(int times) {
        for (int i = 0; i < times; i++) {
            for (StreamId stream : streams) {
                await().atMost(PATIENCE).until(() -> add(stream).isEmpty());
            }
        }
    }

    /** Why it could not add a link, in two ways, if it could not. */
    private Optional<EventCoreException> add(StreamId stream) {
        return tryIt(executor, new Chain.ByState(stream, UUID.randomUUID().toString()))
                .or(() -> tryIt(
                        executor, new Chain.ByEvents(stream, UUID.randomUUID().toString())));
    }

    private static Optional<EventCoreException> tryIt(CommandExecutor executor, Command<?, Link> command) {
        try {
            executor.execute(command, PATIENT);
            return Optional.empty();
        } catch (EventCoreException failure) {
            return Optional.of(failure);
        }
    }

    private static Optional<ErrorCode> codeOf(Optional<EventCoreException> failure) {
        return failure.map(EventCoreException::code);
    }

    /** As another process does, so that the streams come to the same versions by other events. */
    private void addOtherLinks(int times) {
        try (PostgresEventStore other = open()) {
            CommandExecutor elsewhere = PatientWaits.executor(other);
            for (int i = 0; i < 2 * times; i++) {
                streams.forEach(stream -> elsewhere.execute(
                        new Chain.ByEvents(stream, UUID.randomUUID().toString()), PATIENT));
            }
        }
    }

    private long lastPosition() throws SQLException {
        return Long.parseLong(Sql.query(server.url(), "SELECT max(position) FROM events"));
    }

    private void awaitProjected() throws SQLException {
        assertThat(runner.awaitPosition(lastPosition(), PATIENCE)).isTrue();
    }

    private void assertAllIsWell() throws SQLException {
        Chain.assertIsUnbroken(server.url());
        awaitProjected();
        LinksProjection.assertIsTheLog(server.url());
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
    }
}

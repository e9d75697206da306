package io.eventcore.postgres.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.CommandExecutor;
import io.eventcore.ErrorCode;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExpectedVersion;
import io.eventcore.StoreClosedException;
import io.eventcore.StreamId;
import io.eventcore.postgres.PatientWaits;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.postgres.Sql;
import io.eventcore.projections.ProjectionRunner;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A closed store has finished what it accepted, refuses the rest, and leaves no thread and no connection. */
@ExtendWith(TestPostgresExtension.class)
@Isolated("it looks at all threads of the process")
class ClosingTest {

    private static final Logger log = LoggerFactory.getLogger(ClosingTest.class);

    private static final int ACCEPTED = 300;
    private static final int WRITERS = 16;
    private static final int READERS = 4;
    private static final int ACCOUNTS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    @Test
    void itFinishesWhatItAcceptedThenRefuses(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class));
        store.initialize();
        List<CompletableFuture<AppendResult>> accepted = new ArrayList<>();
        Thread closing = new Thread(store::close);
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
            for (int nr = 0; nr < ACCEPTED; nr++) {
                accepted.add(store.appendAsync(append("account-" + nr)));
            }
            closing.start();
            await().until(() -> refusesAppends(store));
            assertThat(accepted).noneMatch(CompletableFuture::isDone);
            assertThat(closing.isAlive()).as("close() waits").isTrue();
            other.rollback();
        }
        closing.join();

        assertThat(accepted).allMatch(append -> append.isDone() && !append.isCompletedExceptionally());
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo(String.valueOf(ACCEPTED));
        assertThatThrownBy(() -> store.append(append("late"))).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(() -> store.read(StreamId.of("account-1"))).isInstanceOf(StoreClosedException.class);
        assertThatThrownBy(store::feed).isInstanceOf(StoreClosedException.class);
        assertNothingIsLeft(url);
    }

    @Test
    void itIsClosedUnderLoad(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Ledger ledger = new Ledger();
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class));
        store.initialize();
        Readers readers = new Readers(store, READERS, ACCOUNTS);
        try (ProjectionRunner runner = new ProjectionRunner(store, new AccountsProjection()).start();
                readers;
                Writers writers = new Writers(PatientWaits.executor(store), ledger, WRITERS, ACCOUNTS)) {
            await().atMost(PATIENCE)
                    .until(() -> writers.ledger().acknowledged() > 10 * WRITERS
                            && readers.succeeded() > READERS
                            && runner.status().position() > 0);
            store.close();
            await().atMost(PATIENCE)
                    .until(() -> ledger.failures().getOrDefault(ErrorCode.STORE_CLOSED, 0) > WRITERS
                            && readers.failures().size() > READERS);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(runner.status().failure()).containsInstanceOf(StoreClosedException.class));
            assertThat(readers.failures()).allMatch(StoreClosedException.class::isInstance);
        }
        assertThat(ledger.failures().keySet())
                .isSubsetOf(ErrorCode.STORE_CLOSED, ErrorCode.COMMAND_REJECTED, ErrorCode.VERSION_CONFLICT);

        Audit audit = Audit.of(ledger, url);
        log.info("Closed under load: {}; failures {}", audit.figures(), ledger.failures());
        audit.assertNothingIsWrong(url);
        assertThat(audit.unknown()).isZero();
        assertThatThrownBy(() -> store.read(StreamId.of("account-1"))).isInstanceOf(StoreClosedException.class);
        assertNothingIsLeft(url);
    }

    @Test
    @Timeout(120)
    void itIsClosedWhileTheDatabaseCannotBeReached(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Ledger ledger = new Ledger();
        try (CuttingProxy proxy = CuttingProxy.before(url)) {
            PostgresConfig config = PostgresConfig.builder(proxy.url())
                    .connectTimeout(Duration.ofMillis(500))
                    .build();
            PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Moved.class));
            store.initialize();
            CommandExecutor executor = CommandExecutor.builder(store)
                    .defaultOptions(ExecutionOptions.defaults().withTimeout(Duration.ofSeconds(5)))
                    .build();
            try (Writers writers = new Writers(executor, ledger, WRITERS, ACCOUNTS)) {
                await().atMost(PATIENCE).until(() -> writers.ledger().acknowledged() > 10 * WRITERS);
                proxy.goDown();
                store.close();
            }
            Audit audit = Audit.of(ledger, url);
            log.info("Closed without a database: {}; failures {}", audit.figures(), ledger.failures());
            audit.assertNothingIsWrong(url);
            assertNothingIsLeft(url);
        }
    }

    /** Whoever closes the store is interrupted, and does not wait any more: what was accepted gets its outcome all the same. */
    @Test
    void anAppendUnderWayIsToldTheTruthWhenTheClosingIsInterrupted(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresEventStore store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Moved.class));
        store.initialize();
        CompletableFuture<Throwable> toldToTheCloser = new CompletableFuture<>();
        CompletableFuture<AppendResult> append;
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
            append = store.appendAsync(append("account-1"));
            Thread closing = new Thread(() -> {
                try {
                    store.close();
                } catch (RuntimeException e) {
                    toldToTheCloser.complete(e);
                }
            });
            closing.start();
            await().until(() -> refusesAppends(store));
            closing.interrupt();
            closing.join();
            assertThat(toldToTheCloser).isCompletedWithValueMatching(ExecutionInterruptedException.class::isInstance);
            assertThat(append).as("still under way").isNotDone();
            other.rollback();
        }
        assertThat(append).succeedsWithin(PATIENCE);
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("1");
        assertNothingIsLeft(url);
    }

    @Test
    void anAppendThatCannotEndIsCancelledWhenTheClosingIsInterrupted(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresEventStore store = PostgresEventStore.create(
                PostgresConfig.builder(url).queryTimeout(null).build(), EventTypes.of(Moved.class));
        store.initialize();
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE events IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<AppendResult> append = store.appendAsync(append("account-1"));
            Thread.currentThread().interrupt();
            assertThatThrownBy(store::close).isInstanceOf(ExecutionInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();

            assertThat(append).failsWithin(PATIENCE);
        }
        assertNothingIsLeft(url);
        assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("0");
    }

    private static AppendRequest append(String stream) {
        return AppendRequest.to(StreamId.of(stream), ExpectedVersion.noStream(), new Moved(1, 1));
    }

    private static boolean refusesAppends(PostgresEventStore store) {
        CompletableFuture<AppendResult> append = store.appendAsync(append("none"));
        if (!append.isDone()) {
            append.cancel(false);
        }
        return append.handle((result, failure) -> failure instanceof StoreClosedException)
                .join();
    }

    /** Idle threads of an executor end by themselves some seconds later. */
    private void assertNothingIsLeft(String url) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .filteredOn(thread -> !before.contains(thread))
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("eventcore") || name.contains("Timer")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Sql.query(url, """
                        SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()""")).isEqualTo("0"));
    }
}

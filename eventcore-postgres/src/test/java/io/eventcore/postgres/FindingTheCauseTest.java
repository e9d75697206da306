package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.OverloadedException;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.internal.Words;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What docs/operations.md promises under "Finding the cause", with each of the causes at work. */
@ExtendWith(TestPostgresExtension.class)
@Timeout(180)
class FindingTheCauseTest {

    private static final List<String> CAUSES =
            List.of("Pool exhausted", "Database down", "Slow queries", "Stuck lane", "Growing queue");

    private static final int LANES = 2;
    private static final int QUEUE = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final StreamId ALICE = StreamId.of("account-alice");

    /** In the log, tells this test's lines from those of tests that run at the same time; longer than any test lasts. */
    private final Duration recoveryInterval =
            Duration.ofSeconds(ThreadLocalRandom.current().nextInt(1_000, 100_000));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CapturedLog poolLog = CapturedLog.of("pool", Level.WARN);
    private final ListAppender<ILoggingEvent> storeLog = new ListAppender<>();
    private final Logger storeLogger = (Logger) LoggerFactory.getLogger("io.eventcore.postgres.internal.sql");
    private Guide guide;

    @BeforeEach
    void open() throws IOException {
        guide = new Guide("operations.md");
        storeLog.list = new CopyOnWriteArrayList<>();
        storeLog.start();
        storeLogger.addAppender(storeLog);
    }

    @AfterEach
    void close() {
        storeLogger.detachAppender(storeLog);
    }

    @Test
    void eachCauseIsToldFromEveryOtherByALineOfTheTable() {
        for (String one : CAUSES) {
            for (String other : CAUSES) {
                Map<String, String> others = guide.column(other);
                assertThat(one.equals(other)
                                || guide.column(one).entrySet().stream()
                                        .anyMatch(sign -> isSaid(sign.getValue())
                                                && isSaid(others.getOrDefault(sign.getKey(), ""))
                                                && !sign.getValue().equals(others.getOrDefault(sign.getKey(), ""))))
                        .as("%s and %s", one, other)
                        .isTrue();
            }
        }
    }

    private static boolean isSaid(String cell) {
        return !cell.equals("either");
    }

    @Test
    void aPoolThatIsExhausted(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        PostgresConfigBuilder config = config(url)
                .maxConnections(3)
                .connectTimeout(Duration.ofSeconds(2))
                .queryTimeout(null);
        try (PostgresEventStore store = open(config);
                PoolMonitor monitor = watch(store);
                HeldConnections held = new HeldConnections(store, 3)) {
            try (RepeatedCalls reads = new RepeatedCalls(() -> store.read(ALICE))) {
                awaitSigns("Pool exhausted", store, url);

                assertThat(store.healthCheck(Duration.ofMillis(100)).problems())
                        .singleElement()
                        .asString()
                        .startsWith("No connection became free within 100 ms: all 3 are in use");
                eventually().until(() -> !reads.failures().isEmpty());
                assertThat(reads.failures()).allSatisfy(FindingTheCauseTest::saysThatThePoolIsExhausted);
            }
            assertThat(store.healthCheck(PATIENCE).problems())
                    .singleElement()
                    .asString()
                    .contains("all 3 connections of the pool are in use");
            assertThat(failureOf(store.appendAsync(to("account-bob"))))
                    .satisfies(FindingTheCauseTest::saysThatThePoolIsExhausted);
            assertThat(rows(url, "Who waits"))
                    .hasSize(3)
                    .allSatisfy(session -> assertThat(session)
                            .containsEntry("state", "idle in transaction")
                            .containsEntry("blocked_by", "{}"));
            assertThat(outcomes("eventcore.read", "overloaded")).isPositive();
            assertThat(outcomes("eventcore.append", "overloaded")).isEqualTo(1);
            assertThat(store.poolMetrics().connectionTimeouts()).isPositive();
            eventually()
                    .untilAsserted(() -> assertThat(poolLog.lines())
                            .anyMatch(
                                    line -> line.startsWith("WARN 100 % of the pool's connections are in use (3 of 3"))
                            .anyMatch(line -> line.contains("callers got no connection in time since the last look")));
            assertThat(monitor.latest().activeConnections()).isEqualTo(3);
            assertThat(storeLines()).isEmpty();
            held.release();
        }
    }

    private static void saysThatThePoolIsExhausted(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(OverloadedException.class)
                .hasMessageStartingWith("No connection for ")
                .hasMessageContaining("all 3 connections of the pool are in use");
    }

    @Test
    void aDatabaseThatIsDown() throws Exception {
        TestPostgres own = TestPostgres.builder().embedded().start();
        String url = own.newDatabase();
        try (PostgresEventStore store = open(config(url).connectTimeout(Duration.ofSeconds(1)))) {
            store.append(to("account-alice"));
            own.close();

            try (RepeatedCalls reads = new RepeatedCalls(() -> store.read(ALICE))) {
                awaitSigns("Database down", store, url);

                assertThat(store.healthCheck(PATIENCE).problems())
                        .singleElement()
                        .asString()
                        .startsWith("PostgreSQL cannot be reached for a health check: ");
                eventually()
                        .untilAsserted(() -> assertThat(reads.failures())
                                .last()
                                .asString()
                                .contains("it could not be reached lately, so the store does not try now"));
                assertThat(reads.failures())
                        .allSatisfy(failure -> assertThat(failure)
                                .isInstanceOf(StoreUnavailableException.class)
                                .hasMessageStartingWith("PostgreSQL cannot be reached for "));
            }
            assertThat(failureOf(store.appendAsync(to("account-bob")))).isInstanceOf(StoreUnavailableException.class);
            assertThat(outcomes("eventcore.read", "unavailable")).isPositive();
            assertThat(outcomes("eventcore.append", "unavailable")).isEqualTo(1);
            assertThat(store.poolMetrics().connectionErrors()).isPositive();
            assertThat(store.poolMetrics().connectionTimeouts()).isPositive();
            assertThat(storeLines())
                    .anyMatch(line -> line.startsWith("PostgreSQL cannot be reached: the store refuses work at once"));
        } finally {
            own.close();
        }
    }

    @Test
    void queriesThatAreSlow(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(config(url).queryTimeout(Duration.ofSeconds(3)));
                PoolMonitor monitor = watch(store)) {
            Sql.execute(url, sleeping("0.5"));
            Sql.execute(
                    url,
                    "CREATE TRIGGER sleeping BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION sleeping()");
            store.append(to("account-alice"));
            assertThat(timer("eventcore.append.call").max(TimeUnit.MILLISECONDS))
                    .isGreaterThanOrEqualTo(500);

            Sql.execute(url, sleeping("60"));
            try (RepeatedCalls appends = new RepeatedCalls(() -> store.append(to("account-bob")))) {
                awaitSigns("Slow queries", store, url);

                eventually().until(() -> gauge("eventcore.append.oldest.call") > 1);
                eventually()
                        .untilAsserted(() -> assertThat(rows(url, "Who waits"))
                                .singleElement()
                                .satisfies(session -> assertThat(session)
                                        .containsEntry("state", "active")
                                        .containsEntry("wait_event_type", "Timeout")
                                        .containsEntry("wait_event", "PgSleep")
                                        .containsEntry("blocked_by", "{}")));
                assertThat(rows(url, "Who blocks")).isEmpty();
                eventually().until(() -> !appends.failures().isEmpty());
                assertThat(appends.failures()).allSatisfy(FindingTheCauseTest::saysThatItTookTooLong);
            }
            assertThat(outcomes("eventcore.append", "timeout")).isPositive();
            assertNothingElseIsWrong(store, monitor);
        }
    }

    private static String sleeping(String seconds) {
        return "CREATE OR REPLACE FUNCTION sleeping() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep("
                + seconds + "); RETURN NULL; END $$";
    }

    private static void saysThatItTookTooLong(Throwable failure) {
        assertThat(failure)
                .isInstanceOf(QueryTimeoutException.class)
                .hasMessageContaining("longer than the query time-out");
    }

    @Test
    void aLaneThatIsStuck(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(config(url).queryTimeout(Duration.ofSeconds(4)));
                PoolMonitor monitor = watch(store);
                Connection other = openTransaction(url, "nightly-report")) {
            store.append(to("account-alice"));
            Sql.execute(other, "SELECT * FROM event_streams WHERE stream_id = 'account-alice' FOR UPDATE");

            try (RepeatedCalls appends = new RepeatedCalls(
                    () -> store.append(AppendRequest.to(ALICE, ExpectedVersion.exactly(1), new Deposited(2))))) {
                awaitSigns("Stuck lane", store, url);

                eventually().until(() -> gauge("eventcore.append.oldest.call") > 1);
                assertThat(gauge("eventcore.append.lanes.busy")).isBetween(1.0, 2.0);
                assertThat(store.append(to("account-bob")).versions()).hasSize(1);
                eventually()
                        .untilAsserted(() -> assertThat(rows(url, "Who waits"))
                                .anySatisfy(session -> assertThat(session)
                                        .containsEntry("state", "active")
                                        .containsEntry("wait_event_type", "Lock")
                                        .containsEntry("blocked_by", "{" + pid(other) + "}")));
                eventually()
                        .untilAsserted(() -> assertThat(rows(url, "Who blocks"))
                                .singleElement()
                                .satisfies(session -> assertIsTheReport(session, other)));
                assertThat(rows(url, "Who holds locks")).anySatisfy(session -> {
                    assertIsTheReport(session, other);
                    assertThat(session).containsEntry("locked", "event_streams");
                });
                eventually().until(() -> !appends.failures().isEmpty());
                assertThat(appends.failures()).allSatisfy(FindingTheCauseTest::saysThatItTookTooLong);
                assertThat(outcomes("eventcore.append", "timeout")).isPositive();
                assertNothingElseIsWrong(store, monitor);

                Sql.execute(url, "SELECT pg_terminate_backend(" + pid(other) + ")");
                eventually().until(() -> store.read(ALICE).size() == 2);
            }
        }
    }

    @Test
    void aQueueThatGrows(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(config(url).queryTimeout(null));
                PoolMonitor monitor = watch(store);
                Connection other = openTransaction(url, "nightly-report")) {
            Sql.execute(other, "LOCK TABLE event_streams IN EXCLUSIVE MODE");
            List<CompletableFuture<AppendResult>> appends = new ArrayList<>();
            for (int lane = 1; lane <= LANES; lane++) {
                int busy = lane;
                appends.add(store.appendAsync(to("first-of-lane-" + lane)));
                eventually().until(() -> gauge("eventcore.append.lanes.busy") == busy);
            }
            for (int i = 0; i < QUEUE; i++) {
                appends.add(store.appendAsync(to("stream-" + i)));
            }

            awaitSigns("Growing queue", store, url);

            assertThat(gauge("eventcore.append.queue.size")).isEqualTo(QUEUE);
            assertThat(gauge("eventcore.append.queue.capacity")).isEqualTo(QUEUE);
            assertThat(failureOf(store.appendAsync(to("one-more"))))
                    .isInstanceOf(OverloadedException.class)
                    .hasMessageContaining("The queue of appends is full");
            assertThat(outcomes("eventcore.append", "overloaded")).isEqualTo(1);
            eventually()
                    .untilAsserted(() -> assertThat(rows(url, "Who blocks"))
                            .singleElement()
                            .satisfies(session -> assertIsTheReport(session, other)));
            assertThat(gauge("eventcore.append.oldest.call")).isPositive();
            assertNothingElseIsWrong(store, monitor);

            other.rollback();
            assertThat(appends).allSatisfy(append -> assertThat(append).succeedsWithin(PATIENCE));
            assertThat(gauge("eventcore.append.queue.size")).isZero();
            assertThat(timer("eventcore.append.queue.wait").count()).isEqualTo(QUEUE + LANES);
        }
    }

    @Test
    void anAppendThatWaitsInTheQueueForTooLong(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(config(url));
                Connection other = openTransaction(url, "nightly-report")) {
            Sql.execute(other, "LOCK TABLE event_streams IN EXCLUSIVE MODE");
            CompletableFuture<AppendResult> first = store.appendAsync(to("account-alice"));
            eventually().until(() -> gauge("eventcore.append.lanes.busy") == 1);

            CompletableFuture<AppendResult> second = store.appendAsync(AppendRequest.builder()
                    .expect(ALICE, ExpectedVersion.exactly(1))
                    .append(NewEvent.of(ALICE, new Deposited(2)))
                    .timeout(Duration.ofMillis(200))
                    .build());

            assertThat(failureOf(second))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("ended before the append started");
            other.rollback();
            assertThat(first).succeedsWithin(PATIENCE);
        }
    }

    @Test
    void aProjectionThatStandsStillBecauseSomebodyHoldsTheFeedBack(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(config(url));
                Connection other = openTransaction(url, "nightly-report")) {
            Sql.execute(other, "SELECT pg_advisory_xact_lock_shared(eventcore_fence_key())");
            Sql.execute(other, "LOCK TABLE events IN ROW EXCLUSIVE MODE");
            store.append(to("account-alice"));

            assertThat(store.feed().read(0, EventFilter.all(), 10).events()).isEmpty();

            assertThat(gauge("eventcore.feed.held.back")).isEqualTo(1);
            assertThat(rows(url, "Who holds the feed back"))
                    .singleElement()
                    .satisfies(session -> assertIsTheReport(session, other));
        }
    }

    @Test
    void serializationRetriesThatGrow(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(config(url));
                PoolMonitor monitor = watch(store);
                Connection other = openTransaction(url, "nightly-report")) {
            Sql.execute(url, """
                    CREATE SEQUENCE losses;
                    CREATE FUNCTION losing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                        IF nextval('losses') <= 3 THEN RAISE 'lost' USING ERRCODE = '40001'; END IF;
                        RETURN NULL;
                    END $$;
                    CREATE TRIGGER losing BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION losing()""");
            other.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            Sql.execute(other, "SELECT sum(version) FROM event_streams");

            assertThat(store.append(to("account-alice")).versions()).hasSize(1);

            assertThat(meters.get("eventcore.append.retries")
                            .tag("reason", "serialization")
                            .counter()
                            .count())
                    .isEqualTo(3);
            assertThat(rows(url, "Who holds locks")).anySatisfy(session -> {
                assertIsTheReport(session, other);
                assertThat(session).containsEntry("locked", "event_streams").containsEntry("mode", "SIReadLock");
            });
            assertNothingElseIsWrong(store, monitor);
        }
    }

    /** The cause is none of those that the health check, the pool, its monitor and the circuit breaker show. */
    private void assertNothingElseIsWrong(PostgresEventStore store, PoolMonitor monitor) {
        assertThat(store.healthCheck(PATIENCE).problems()).isEmpty();
        assertThat(gauge("eventcore.health")).isEqualTo(1);
        assertThat(monitor.latest().connectionTimeouts()).isZero();
        assertThat(poolLog.lines()).isEmpty();
        assertThat(storeLines()).isEmpty();
    }

    private static void assertIsTheReport(Map<String, String> session, Connection other) throws SQLException {
        assertThat(session)
                .containsEntry("pid", pid(other))
                .containsEntry("application_name", "nightly-report")
                .containsEntry("state", "idle in transaction");
    }

    private void awaitSigns(String cause, PostgresEventStore store, String url) {
        eventually().untilAsserted(() -> {
            Map<String, String> documented = guide.column(cause);
            Map<String, String> seen = signs(store, url);
            assertThat(documented.keySet()).isEqualTo(seen.keySet());
            documented.values().removeIf(said -> !isSaid(said));
            seen.keySet().retainAll(documented.keySet());
            assertThat(seen).isEqualTo(documented);
        });
    }

    /** The lines of the table, as they are seen now. */
    private Map<String, String> signs(PostgresEventStore store, String url) {
        Map<String, String> signs = new LinkedHashMap<>();
        signs.put(
                "`eventcore.circuit.breaker.state` is above 0, or `eventcore.pool.errors` grows",
                yesOrNo(gauge("eventcore.circuit.breaker.state") > 0
                        || meters.get("eventcore.pool.errors").functionCounter().count() > 0));
        signs.put(
                "`eventcore.pool.active` is `eventcore.pool.max`, and `eventcore.pool.waiting` above 0",
                yesOrNo(gauge("eventcore.pool.active") == gauge("eventcore.pool.max")
                        && gauge("eventcore.pool.waiting") > 0));
        signs.put(
                "`healthCheck()` finds a problem",
                yesOrNo(!store.healthCheck(PATIENCE).problems().isEmpty()));
        String atWork = "no answer";
        String blocked = "no answer";
        try {
            List<Map<String, String>> appends = rows(url, "Who waits").stream()
                    .filter(session -> session.getOrDefault("state", "").equals("active")
                            && session.getOrDefault("query", "").contains("eventcore_append"))
                    .toList();
            atWork = yesOrNo(!appends.isEmpty());
            blocked = yesOrNo(appends.stream()
                    .anyMatch(session -> !session.getOrDefault("blocked_by", "").equals("{}")));
        } catch (SQLException serverIsDown) {
            assertThat(serverIsDown.getSQLState()).startsWith("08");
        }
        signs.put("Who waits: an append is at work (`eventcore_append` in its text)", atWork);
        signs.put("Who waits: such an append has somebody in `blocked_by`", blocked);
        signs.put("`eventcore.append.queue.size` stays above 0", yesOrNo(gauge("eventcore.append.queue.size") > 0));
        return signs;
    }

    private static String yesOrNo(boolean yes) {
        return yes ? "yes" : "no";
    }

    /** Runs a documented query as an operator would. */
    private List<Map<String, String>> rows(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(guide.query(query))) {
            List<Map<String, String>> rows = new ArrayList<>();
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.put(result.getMetaData().getColumnLabel(i), String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Waits longer than a busy machine needs. */
    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(1));
    }

    private PostgresConfigBuilder config(String url) {
        return PostgresConfig.builder(url)
                .appendLanes(LANES)
                .appendQueueCapacity(QUEUE)
                .recoveryInterval(recoveryInterval)
                .telemetry(Telemetry.of(OpenTelemetry.noop(), meters));
    }

    private static PostgresEventStore open(PostgresConfigBuilder config) {
        PostgresEventStore store = PostgresEventStore.create(config.build(), EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    /** As {@code startPoolMonitoring()} does, with a log of its own. */
    private PoolMonitor watch(PostgresEventStore store) {
        return PoolMonitor.start(poolLog.logger(), store::poolMetrics, Duration.ofMillis(20), closed -> {});
    }

    private static Connection openTransaction(String url, String application) throws SQLException {
        Connection connection = DriverManager.getConnection(
                JdbcUrl.parse(url).with("ApplicationName", application).toString());
        connection.setAutoCommit(false);
        return connection;
    }

    private static String pid(Connection connection) throws SQLException {
        return String.valueOf(
                connection.unwrap(org.postgresql.PGConnection.class).getBackendPID());
    }

    private static AppendRequest to(String stream) {
        return AppendRequest.to(StreamId.of(stream), ExpectedVersion.noStream(), new Deposited(1));
    }

    private static Throwable failureOf(CompletableFuture<AppendResult> append) {
        return append.handle((result, failure) -> failure)
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    private List<String> storeLines() {
        return storeLog.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(Words.inWords(recoveryInterval)))
                .toList();
    }

    private double gauge(String name) {
        return meters.get(name).tag("store", "eventcore").gauge().value();
    }

    private Timer timer(String name) {
        return meters.get(name).timer();
    }

    private long outcomes(String name, String outcome) {
        return meters.get(name).tag("outcome", outcome).timer().count();
    }
}

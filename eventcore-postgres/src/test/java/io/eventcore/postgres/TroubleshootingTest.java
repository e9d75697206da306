package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.StorageException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The messages of docs/troubleshooting.md are those that people get, and its query finds whom it promises. */
@ExtendWith({TestPostgresExtension.class, TestRolesExtension.class})
class TroubleshootingTest {

    private Guide guide;

    @BeforeEach
    void open() throws IOException {
        guide = new Guide("troubleshooting.md");
    }

    @Test
    void aPortOnWhichNobodyListens(TestPostgres postgres) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        JdbcUrl url = JdbcUrl.parse(postgres.newDatabase()).at("localhost:" + port);

        assertIsExplained(whenCreated(url.toString()), "Connection to ... refused");
    }

    @Test
    void aDatabaseThatDoesNotExist(TestPostgres postgres) {
        JdbcUrl url = JdbcUrl.parse(postgres.url());

        assertIsExplained(
                whenCreated(new JdbcUrl(url.place(), "nowhere", url.parameters()).toString()),
                "database \"...\" does not exist");
    }

    @Test
    void aServerWithoutTls(TestPostgres postgres) {
        JdbcUrl url = JdbcUrl.parse(postgres.newDatabase()).with("sslmode", "require");

        assertIsExplained(whenCreated(url.toString()), "The server does not support SSL");
    }

    private void assertIsExplained(Throwable failure, String words) {
        assertThat(guide.column("Cause")).containsKey("`" + words + "`");
        assertThat(failure)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageStartingWith("PostgreSQL cannot be reached")
                .hasMessageMatching("(?s).*" + words.replace("...", ".*") + ".*");
    }

    @Test
    void tablesThatAreMissing(TestPostgres postgres) {
        try (PostgresEventStore store = store(postgres.newDatabase())) {
            assertIsHeaded(
                    catchThrowable(() -> store.read(StreamId.of("a"))),
                    StorageException.class,
                    "The tables or functions for ... are missing: call initialize() first");
        }
    }

    @Test
    void rightsThatAreMissing(TestPostgres postgres, TestRoles roles) throws Exception {
        String url = postgres.newDatabase();
        roles.admitOwner(url);
        try (PostgresEventStore owner = store(roles.ownerUrl(url))) {
            owner.initialize();
        }
        try (PostgresEventStore store = store(roles.applicationUrl(url))) {
            assertIsHeaded(
                    catchThrowable(() -> store.read(StreamId.of("a"))),
                    StorageException.class,
                    "The database user may not do what ... needs");
        }
    }

    @Test
    void aUserWhoMayNotCreateTheTables(TestPostgres postgres, TestRoles roles) {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = store(roles.applicationUrl(url))) {
            assertIsHeaded(
                    catchThrowable(store::initialize),
                    ConfigurationException.class,
                    "The tables are missing or older than this EventCore, and this user may not change that");
        }
    }

    @Test
    void tablesOfANewerVersion(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = store(url)) {
            store.initialize();
            Sql.execute(url, "INSERT INTO eventcore_schema (version, file) VALUES (99, 'later')");
            assertIsHeaded(
                    catchThrowable(store::initialize),
                    ConfigurationException.class,
                    "The database has schema version ..., this EventCore knows ...: use a newer EventCore");
        }
    }

    @Test
    void tablesOfNoKnownVersion(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Sql.execute(url, "CREATE TABLE event_streams ()");
        try (PostgresEventStore store = store(url)) {
            assertIsHeaded(
                    catchThrowable(store::initialize),
                    ConfigurationException.class,
                    "The table event_streams is there, but eventcore_schema does not say of which version it is");
        }
    }

    private void assertIsHeaded(Throwable failure, Class<?> type, String heading) {
        assertThat(guide.hasHeading("### \"" + heading + "\"")).as(heading).isTrue();
        assertThat(failure).isInstanceOf(type).hasMessageMatching("(?s)" + pattern(heading) + ".*");
    }

    private static String pattern(String words) {
        return words.replace("(", "\\(").replace(")", "\\)").replace("...", ".*");
    }

    @Test
    void whoInitializesIsFoundAndWhoWaitsForHim(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = store(url);
                PostgresEventStore second = store(url);
                Connection inTheWay = DriverManager.getConnection(url)) {
            // The name is taken by a transaction that is not over, so whoever wants it waits, in the midst of the
            // files.
            inTheWay.setAutoCommit(false);
            Sql.execute(inTheWay, "CREATE TABLE projection_checkpoints ()");

            CompletableFuture<Void> first = CompletableFuture.runAsync(store::initialize);
            await().untilAsserted(() -> assertThat(whoInitializes(url)).isEqualTo("t eventcore blocked"));
            CompletableFuture<Void> other = CompletableFuture.runAsync(second::initialize);
            await().untilAsserted(() ->
                    assertThat(whoInitializes(url)).isEqualTo("t eventcore blocked, f eventcore blocked"));

            inTheWay.rollback();
            assertThat(first).succeedsWithin(Duration.ofMinutes(5));
            assertThat(other).succeedsWithin(Duration.ofMinutes(5));
            assertThat(whoInitializes(url)).isEmpty();
        }
    }

    private String whoInitializes(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(guide.query("Who initializes"))) {
            StringBuilder rows = new StringBuilder();
            while (result.next()) {
                rows.append(rows.isEmpty() ? "" : ", ")
                        .append(result.getString("granted"))
                        .append(' ')
                        .append(result.getString("application_name"))
                        .append(result.getString("blocked_by").equals("{}") ? " works" : " blocked");
            }
            return rows.toString();
        }
    }

    private static Throwable whenCreated(String url) {
        return catchThrowable(() -> store(url).close());
    }

    private static PostgresEventStore store(String url) {
        PostgresConfig config = PostgresConfig.builder(url)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        return PostgresEventStore.create(config, EventTypes.of(Deposited.class));
    }
}

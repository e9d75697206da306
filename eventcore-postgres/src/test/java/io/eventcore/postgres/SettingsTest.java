package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.StoreUnavailableException;
import io.eventcore.postgres.internal.sql.LogWatch;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What a setting does: asked of the pool and of the server, not of the object that carries it. */
@ExtendWith(TestPostgresExtension.class)
class SettingsTest {

    static Stream<Arguments> settings() {
        return Stream.of(
                pool("maxConnections, by default", same(), HikariDataSource::getMaximumPoolSize, 20),
                pool("maxConnections", with -> with.maxConnections(7), HikariDataSource::getMaximumPoolSize, 7),
                pool("minConnections, by default", same(), HikariDataSource::getMinimumIdle, 2),
                pool("minConnections", with -> with.minConnections(0), HikariDataSource::getMinimumIdle, 0),
                pool("connectTimeout, by default", same(), HikariDataSource::getConnectionTimeout, 10_000L),
                pool(
                        "connectTimeout",
                        with -> with.connectTimeout(Duration.ofMillis(700)),
                        HikariDataSource::getConnectionTimeout,
                        700L),
                pool("idleTimeout, by default", same(), HikariDataSource::getIdleTimeout, 600_000L),
                pool(
                        "idleTimeout",
                        with -> with.idleTimeout(Duration.ofSeconds(60)),
                        HikariDataSource::getIdleTimeout,
                        60_000L),
                pool("idleTimeout, none", with -> with.idleTimeout(null), HikariDataSource::getIdleTimeout, 0L),
                pool("maxLifetime, by default", same(), HikariDataSource::getMaxLifetime, 1_800_000L),
                pool(
                        "maxLifetime",
                        with -> with.maxLifetime(Duration.ofHours(1)),
                        HikariDataSource::getMaxLifetime,
                        3_600_000L),
                pool("maxLifetime, none", with -> with.maxLifetime(null), HikariDataSource::getMaxLifetime, 0L),
                pool("name, by default", same(), HikariDataSource::getPoolName, "eventcore"),
                pool("name", with -> with.name("orders"), HikariDataSource::getPoolName, "orders"),
                server("queryTimeout, by default", same(), "SHOW statement_timeout", "30s"),
                server(
                        "queryTimeout",
                        with -> with.queryTimeout(Duration.ofMillis(250)),
                        "SHOW statement_timeout",
                        "250ms"),
                server("queryTimeout, none", with -> with.queryTimeout(null), "SHOW statement_timeout", "0"),
                server(
                        "queryTimeout, the longest",
                        with -> with.queryTimeout(Duration.ofDays(24)),
                        "SHOW statement_timeout",
                        "24d"),
                server("name on the server", with -> with.name("orders"), "SHOW application_name", "orders"),
                server("isolation of reads", same(), "SHOW transaction_isolation", "read committed"),
                server("schema", with -> with.schema("Team_A"), "SHOW search_path", "\"Team_A\", pg_temp"),
                preset("maxConnections", HikariDataSource::getMaximumPoolSize, 30),
                preset("minConnections", HikariDataSource::getMinimumIdle, 5),
                preset("connectTimeout", HikariDataSource::getConnectionTimeout, 5_000L),
                preset("idleTimeout", HikariDataSource::getIdleTimeout, 300_000L),
                preset("maxLifetime", HikariDataSource::getMaxLifetime, 1_800_000L),
                server(
                        "performanceOptimized: queryTimeout",
                        PostgresConfigBuilder::performanceOptimized,
                        "SHOW statement_timeout",
                        "10s"),
                pool(
                        "a setting after the preset counts",
                        with -> with.performanceOptimized().maxConnections(9),
                        HikariDataSource::getMaximumPoolSize,
                        9));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void takesEffect(
            String name,
            Function<PostgresConfigBuilder, PostgresConfigBuilder> setting,
            Question question,
            Object answer,
            TestPostgres postgres)
            throws SQLException {
        PostgresConfig config =
                setting.apply(PostgresConfig.builder(postgres.newDatabase())).build();
        try (HikariDataSource pool = ((Pool) config.open(new PoolWatch(new LogWatch()))).hikari()) {
            assertThat(question.ask(pool)).isEqualTo(answer);
        }
    }

    @Test
    void parametersOfTheUrlReachTheDriver(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase() + "&ApplicationName=billing&options=-c%20work_mem=5MB";
        try (HikariDataSource pool = ((Pool) PostgresConfig.of(url).open(new PoolWatch(new LogWatch()))).hikari()) {
            assertThat(show(pool, "SHOW application_name")).isEqualTo("billing");
            assertThat(show(pool, "SHOW work_mem")).isEqualTo("5MB");
        }
    }

    @Test
    void tlsIsAskedForAndItsAbsenceIsNamed(TestPostgres postgres) {
        PostgresConfig config = PostgresConfig.of(postgres.newDatabase() + "&sslmode=require");

        assertThatThrownBy(() -> PostgresEventStore.create(config, EventTypes.of(Deposited.class)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("SSL");
    }

    /** HikariCP by itself hands out what was used within the last half second without a look. */
    @Test
    void testBeforeAcquireFindsAConnectionThatHasJustDied(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        assertThat(worksAfterTheServerEndedIt(url, true)).isTrue();
        assertThat(worksAfterTheServerEndedIt(url, false)).isFalse();
    }

    private static boolean worksAfterTheServerEndedIt(String url, boolean test) throws SQLException {
        PostgresConfig config = PostgresConfig.builder(url)
                .maxConnections(3)
                .minConnections(1)
                .testBeforeAcquire(test)
                .build();
        try (Pool pool = (Pool) config.open(new PoolWatch(new LogWatch()))) {
            pool.open().close();
            try (Connection other = java.sql.DriverManager.getConnection(url)) {
                Sql.execute(other, """
                        SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()""");
            }
            try (Connection connection = pool.open()) {
                Sql.execute(connection, "SELECT 1");
                return true;
            } catch (SQLException dead) {
                return false;
            }
        }
    }

    @Test
    void connectionsOfTheApplicationsOwnCarryAStore(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (HikariDataSource own = new HikariDataSource()) {
            own.setJdbcUrl(url);
            own.setMaximumPoolSize(4);
            own.setPoolName("own");
            try (PostgresEventStore store =
                    PostgresEventStore.create(PostgresConfig.of(own), EventTypes.of(Deposited.class))) {
                store.initialize();
                store.append(QueryTimeoutTest.append("a"));
                assertThat(store.feed().head()).isEqualTo(1);
                assertThat(store.poolMetrics().maxConnections()).isEqualTo(4);
            }
            assertThat(own.isClosed()).as("its owner closes it").isFalse();
            try (Connection connection = own.getConnection()) {
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
                assertThat(connection.getAutoCommit()).isTrue();
            }
        }
    }

    @Test
    void connectionsThatComeWithAnotherIsolationAreRefusedAtOnce(TestPostgres postgres) {
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl(postgres.newDatabase());
        own.setOptions("-c default_transaction_isolation=serializable");

        assertThatThrownBy(() -> PostgresEventStore.create(PostgresConfig.of(own), EventTypes.of(Deposited.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("READ COMMITTED");
    }

    @Test
    void aDataSourceWithoutADatabaseIsOneClearSentence() {
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl("jdbc:postgresql://localhost:1/x");

        assertThatThrownBy(() -> PostgresEventStore.create(PostgresConfig.of(own), EventTypes.of(Deposited.class)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("The data source has no connection to give");
    }

    @Test
    void theTestsDatabaseIsThatOfTheVariable() {
        assertThat(PostgresConfig.testUrl("postgres://db/tests")).isEqualTo("postgres://db/tests");
        assertThat(PostgresConfig.testUrl(null))
                .isEqualTo("postgres://postgres:postgres@localhost:5433/eventcore_test");
        assertThat(PostgresConfig.testDefault().location())
                .isEqualTo(PostgresConfig.of(PostgresConfig.testUrl(System.getenv("TEST_DATABASE_URL")))
                        .location());
    }

    private static Function<PostgresConfigBuilder, PostgresConfigBuilder> same() {
        return Function.identity();
    }

    private static Arguments pool(
            String name,
            Function<PostgresConfigBuilder, PostgresConfigBuilder> setting,
            Question question,
            Object answer) {
        return Arguments.of(name, setting, question, answer);
    }

    private static Arguments preset(String name, Question question, Object answer) {
        return pool("performanceOptimized: " + name, PostgresConfigBuilder::performanceOptimized, question, answer);
    }

    private static Arguments server(
            String name, Function<PostgresConfigBuilder, PostgresConfigBuilder> setting, String show, String answer) {
        return pool(name, setting, pool -> show(pool, show), answer);
    }

    private static String show(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Asks the pool, or the server behind it. */
    private interface Question {
        Object ask(HikariDataSource pool) throws SQLException;
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPostgresExtension.class)
class TestPostgresTest {

    @Test
    void twoDatabasesKnowNothingOfEachOther(TestPostgres postgres) throws SQLException {
        String first = postgres.newDatabase();
        String second = postgres.newDatabase();

        execute(first, "CREATE TABLE only_in_the_first (id int)");

        assertThat(query(first, "SELECT to_regclass('only_in_the_first')::text"))
                .isEqualTo("only_in_the_first");
        assertThat(query(second, "SELECT coalesce(to_regclass('only_in_the_first')::text, 'absent')"))
                .isEqualTo("absent");
    }

    @Test
    void allTestsOfTheJvmShareOneServer(TestPostgres one, TestPostgres other) {
        assertThat(one).isSameAs(other);
    }

    @Test
    void describesItselfWithoutThePassword(TestPostgres postgres) throws SQLException {
        assertThat(postgres.serverVersion()).isEqualTo(query(postgres.url(), "SHOW server_version"));
        assertThat(postgres.describe())
                .startsWith("PostgreSQL " + postgres.serverVersion())
                .doesNotContain("password");
    }

    @Test
    void anEmbeddedServerIsFastUnlessToldOtherwiseAndIsGoneWhenItIsClosed() throws SQLException {
        String url;
        try (TestPostgres postgres =
                TestPostgres.builder().embedded().setting("work_mem", "5MB").start()) {
            url = postgres.newDatabase();
            assertThat(query(url, "SHOW fsync")).isEqualTo("off");
            assertThat(query(url, "SHOW synchronous_commit")).isEqualTo("off");
            assertThat(query(url, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(query(url, "SHOW max_connections")).isEqualTo("200");
            assertThat(query(url, "SHOW listen_addresses")).isEqualTo("localhost");
        }

        assertThatThrownBy(() -> query(url, "SELECT 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void aDurableServerForcesEachCommitToTheDisk() throws SQLException {
        try (TestPostgres postgres =
                TestPostgres.builder().embedded().durable(true).start()) {
            assertThat(query(postgres.url(), "SHOW fsync")).isEqualTo("on");
            assertThat(query(postgres.url(), "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(query(postgres.url(), "SHOW full_page_writes")).isEqualTo("on");
        }
    }

    @Test
    void aServerThatTheUserNamesIsUsedAndLeftRunning(TestPostgres running) throws SQLException {
        String database;
        try (TestPostgres named =
                TestPostgres.builder().at("--url", running.url()).start()) {
            assertThat(named.describe()).contains("named by --url");
            database = named.newDatabase();
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }

        assertThatThrownBy(() -> query(database, "SELECT 1")).isInstanceOf(SQLException.class);
        assertThat(query(running.url(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void aUrlThatCannotBeUnderstoodNamesItsSetting() {
        assertThatThrownBy(() -> TestPostgres.builder().at("--url", "mysql://localhost"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--url cannot be used");
    }

    @Test
    void aServerThatTheEnvironmentNamesIsUsedAsItIsAndLeftRunningWithoutTheDatabases(TestPostgres running)
            throws SQLException {
        String asLink = running.url()
                .replaceFirst("jdbc:postgresql://([^?]*)\\?user=([^&]*)&password=(.*)", "postgres://$2:$3@$1");

        String database;
        try (TestPostgres named = namedByEnvironment(asLink)) {
            database = named.newDatabase();
            assertThat(named.describe()).contains("named by TEST_DATABASE_URL");
            assertThat(query(database, "SELECT 1")).isEqualTo("1");
        }

        assertThat(query(running.url(), "SELECT 1")).isEqualTo("1");
        assertThatThrownBy(() -> query(database, "SELECT 1")).hasMessageContaining("does not exist");
    }

    @Test
    void aNamedServerThatDoesNotAnswerIsOneClearSentenceWithoutThePassword() {
        assertThatThrownBy(() -> namedByEnvironment("postgres://app:s3cret@localhost:1/orders"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "TEST_DATABASE_URL cannot be used: no PostgreSQL answers at localhost:1/orders (")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aNameThatIsNoUrlIsRefused() {
        assertThatThrownBy(() -> namedByEnvironment("mysql://localhost/orders"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "TEST_DATABASE_URL cannot be used: it starts with postgres:// or jdbc:postgresql://.");
    }

    @Test
    void aJarWithoutFittingBinariesIsRefused(@TempDir Path directory) throws Exception {
        Path noZip = Files.writeString(directory.resolve("binaries.jar"), "not a jar");

        assertThatThrownBy(() -> TestPostgres.builder().binaries(noZip).start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The binaries of PostgreSQL cannot be used: " + noZip + " cannot be read");
    }

    private static TestPostgres namedByEnvironment(String url) {
        return new TestPostgres.Builder(Map.of(TestPostgres.ENVIRONMENT_VARIABLE, url)).start();
    }

    private static void execute(String url, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }

    private static String query(String url, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

class FreshDatabaseTest {

    /** Every second run would fail if it found the table of the one before. */
    @RepeatedTest(2)
    void eachTestHasADatabaseOfItsOwn(@FreshDatabase String url) throws SQLException {
        execute(url, "CREATE TABLE only_once (id int)");
    }

    @Nested
    class InAConstructor {
        private final String ofConstructor;
        private String ofBeforeEach = "";

        InAConstructor(@FreshDatabase String url) {
            this.ofConstructor = url;
        }

        @BeforeEach
        void set(@FreshDatabase String url) {
            ofBeforeEach = url;
        }

        @RepeatedTest(2)
        void aTestHasOneDatabaseInAllItsMethods(@FreshDatabase String url) throws SQLException {
            assertThat(url).isEqualTo(ofBeforeEach).isEqualTo(ofConstructor);
            execute(url, "CREATE TABLE only_once (id int)");
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class InBeforeAll {
        private String ofClass = "";

        @BeforeAll
        void set(@FreshDatabase String url) {
            ofClass = url;
        }

        @RepeatedTest(2)
        void allTestsOfTheClassShareIt(@FreshDatabase String url) throws SQLException {
            assertThat(url).isEqualTo(ofClass);
            execute(url, "CREATE TABLE IF NOT EXISTS shared (id int)");
        }

        @AfterAll
        void isStillThere(@FreshDatabase String url) throws SQLException {
            execute(url, "DROP TABLE shared");
        }
    }

    @Nested
    @ExtendWith(TestPostgresExtension.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    class WhenTheTestIsOver {
        private String before = "";

        @Test
        @Order(1)
        void theDatabaseIsThere(@FreshDatabase String url, TestPostgres postgres) throws SQLException {
            before = url;
            assertThat(exists(url, postgres)).isTrue();
        }

        @Test
        @Order(2)
        void theDatabaseOfTheTestBeforeIsGone(TestPostgres postgres) throws SQLException {
            assertThat(exists(before, postgres)).isFalse();
        }
    }

    private static boolean exists(String url, TestPostgres postgres) throws SQLException {
        String name = url.replaceFirst(".*/([^/?]*)\\?.*", "$1");
        assertThat(name).startsWith("eventcore_");
        try (Connection connection = DriverManager.getConnection(postgres.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + name + "'")) {
            return rows.next();
        }
    }

    private static void execute(String url, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement execution = connection.createStatement()) {
            execution.execute(statement);
        }
    }
}

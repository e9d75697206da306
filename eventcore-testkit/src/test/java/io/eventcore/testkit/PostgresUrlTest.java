package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PostgresUrlTest {

    @Test
    void aLinkBecomesAJdbcUrlWithUserAndPassword() {
        assertThat(parsed("postgres://app:s3cret@db.example:5433/orders"))
                .hasToString("jdbc:postgresql://db.example:5433/orders?user=app&password=s3cret");
    }

    @Test
    void specialCharactersOfAPasswordSurvive() {
        assertThat(parsed("postgresql://app:a%40b%26c+d@localhost/orders?sslmode=require"))
                .hasToString("jdbc:postgresql://localhost/orders?user=app&password=a%40b%26c%2Bd&sslmode=require");
    }

    @Test
    void aJdbcUrlStaysAsItIs() {
        String url = "jdbc:postgresql://one:1,two:2/orders?user=app&targetServerType=primary";

        assertThat(parsed(url)).hasToString(url);
    }

    @Test
    void anotherDatabaseOfTheServerKeepsTheParameters() {
        assertThat(parsed("jdbc:postgresql://localhost/orders?user=app").withDatabase("scratch"))
                .hasToString("jdbc:postgresql://localhost/scratch?user=app");
    }

    @Test
    void theLocationHoldsNeitherUserNorPassword() {
        assertThat(parsed("postgres://app:s3cret@localhost:5432/orders").location())
                .isEqualTo("localhost:5432/orders");
    }

    private static PostgresUrl parsed(String text) {
        return PostgresUrl.parse("TEST_DATABASE_URL", text);
    }
}

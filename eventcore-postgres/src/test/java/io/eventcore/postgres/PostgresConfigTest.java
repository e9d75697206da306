package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.StoreUnavailableException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings, and what is said about bad ones. */
class PostgresConfigTest {

    private static final String URL = "postgres://user:pass@localhost/eventcore";

    @Test
    void theDefaultsAreThoseOfTheDocumentation() {
        PostgresConfig config = PostgresConfig.of(URL);

        assertThat(config.maxConnections()).isEqualTo(20);
        assertThat(config.minConnections()).isEqualTo(2);
        assertThat(config.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.idleTimeout()).contains(Duration.ofMinutes(10));
        assertThat(config.maxLifetime()).contains(Duration.ofMinutes(30));
        assertThat(config.queryTimeout()).contains(Duration.ofSeconds(30));
        assertThat(config.testBeforeAcquire()).isFalse();
        assertThat(config.schema()).isEmpty();
        assertThat(config.appendLanes()).isEqualTo(2);
        assertThat(config.appendQueueCapacity()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://localhost/eventcore, jdbc:postgresql://localhost/eventcore,,",
        "postgresql://db:5433/eventcore, jdbc:postgresql://db:5433/eventcore,,",
        "postgres://user:pass@db:5433/eventcore, jdbc:postgresql://db:5433/eventcore, user, pass",
        "postgres://us%40er:p%26a%2Bs%20s@db/x, jdbc:postgresql://db/x, us@er, p&a+s s",
        "postgres://user:a+b@db/x, jdbc:postgresql://db/x, user, a+b",
        "jdbc:postgresql://db/x?user=u&password=p, jdbc:postgresql://db/x, u, p",
        "postgres://db/x?user=u&password=p, jdbc:postgresql://db/x, u, p",
    })
    void bothFormsOfTheUrlAreUnderstood(String url, String jdbcUrl, String user, String password) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);

        assertThat(parsed.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(parsed.properties().get("user")).isEqualTo(user);
        assertThat(parsed.properties().get("password")).isEqualTo(password);
    }

    @Test
    void driverParametersArePassedOn() {
        assertThat(DatabaseUrl.parse("postgres://db/x?sslmode=require&loginTimeout=3")
                        .properties())
                .containsEntry("sslmode", "require")
                .containsEntry("loginTimeout", "3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://user:s3cret@db/x",
                "postgres://user:s3cret@/x y",
                "postgres://user:s3c@ret@db/x",
                "postgres:///x?password=s3cret",
                "jdbc:postgresql://db:notaport/x?password=s3cret",
                ""
            })
    void aUrlThatCannotBeUnderstoodIsRefusedWithoutRepeatingThePassword(String url) {
        assertThatThrownBy(() -> PostgresConfig.of(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("URL")
                .hasMessageNotContaining("s3c")
                .hasNoCause();
    }

    @Test
    void thePasswordIsNeverShown() {
        PostgresConfig config = PostgresConfig.of("postgres://user:s3cret@db/x?sslpassword=s3cret");

        assertThat(config.toString()).contains("user at jdbc:postgresql://db/x").doesNotContain("s3cret");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsOneClearSentence() {
        PostgresConfig config = PostgresConfig.of("postgres://user:s3cret@localhost:1/x");

        assertThatThrownBy(() -> PostgresEventStore.create(config, EventTypes.of(Deposited.class)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("PostgreSQL cannot be reached (user at jdbc:postgresql://localhost:1/x")
                .hasMessageNotContaining("s3cret");
    }

    static Stream<Arguments> badValues() {
        return Stream.of(
                Arguments.of(PostgresConfig.builder(URL).maxConnections(2), "maxConnections is at least 3"),
                Arguments.of(PostgresConfig.builder(URL).minConnections(-1), "minConnections is from 0"),
                Arguments.of(PostgresConfig.builder(URL).minConnections(21), "minConnections is from 0"),
                Arguments.of(PostgresConfig.builder(URL).connectTimeout(Duration.ofMillis(1)), "connectTimeout"),
                Arguments.of(PostgresConfig.builder(URL).idleTimeout(Duration.ofSeconds(1)), "idleTimeout"),
                Arguments.of(PostgresConfig.builder(URL).maxLifetime(Duration.ofSeconds(1)), "maxLifetime"),
                Arguments.of(PostgresConfig.builder(URL).queryTimeout(Duration.ZERO), "queryTimeout"),
                Arguments.of(PostgresConfig.builder(URL).schema(" "), "schema"),
                Arguments.of(PostgresConfig.builder(URL).schema("a\"; DROP"), "schema"),
                Arguments.of(PostgresConfig.builder(URL).appendLanes(0), "appendLanes"),
                Arguments.of(PostgresConfig.builder(URL).appendQueueCapacity(0), "appendQueueCapacity"));
    }

    @ParameterizedTest
    @MethodSource("badValues")
    void aValueOutOfItsRangeIsRefusedWithASentence(PostgresConfigBuilder builder, String sentence) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void noLimitIsALimitThatCanBeAskedFor() {
        PostgresConfig config = PostgresConfig.builder(URL)
                .idleTimeout(null)
                .maxLifetime(null)
                .queryTimeout(null)
                .build();

        assertThat(config.idleTimeout()).isEmpty();
        assertThat(config.maxLifetime()).isEmpty();
        assertThat(config.queryTimeout()).isEmpty();
    }

    @Test
    void aBuilderThatIsUsedAgainDoesNotChangeWhatItBuilt() {
        PostgresConfigBuilder builder = PostgresConfig.builder(URL);
        PostgresConfig config = builder.build();
        builder.maxConnections(99);

        assertThat(config.maxConnections()).isEqualTo(20);
    }
}

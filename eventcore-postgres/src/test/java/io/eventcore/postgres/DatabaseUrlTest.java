package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database URL may look like, and what is said of one that does not. */
class DatabaseUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://app:s3cret@db:5601/bank, jdbc:postgresql://db:5601/bank, app, s3cret",
        "jdbc:postgresql:bank?user=app&password=s3cret, jdbc:postgresql://localhost/bank, app, s3cret",
        "jdbc:postgresql:///bank, jdbc:postgresql://localhost/bank,,",
        "postgres://app@db, jdbc:postgresql://db/, app,",
        "postgres://app:a%3Ab%2Fc@my_db/bank, jdbc:postgresql://my_db/bank, app, a:b/c",
        "'postgres://app:s3cret@one:5432,two/bank', 'jdbc:postgresql://one:5432,two/bank', app, s3cret",
        "postgres://[::1]:5433/bank, jdbc:postgresql://[::1]:5433/bank,,",
        "' postgres://db/bank ', jdbc:postgresql://db/bank,,",
        "postgres://db/my%20bank, jdbc:postgresql://db/my%20bank,,"
    })
    void everyFormIsTakenApart(String url, String jdbcUrl, String user, String password) {
        DatabaseUrl parsed = DatabaseUrl.parse(url);

        assertThat(parsed.jdbcUrl()).isEqualTo(jdbcUrl);
        assertThat(parsed.properties().get("user")).isEqualTo(user);
        assertThat(parsed.properties().get("password")).isEqualTo(password);
        assertThat(parsed.toString()).doesNotContain("s3cret", "a:b");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://app:s3%zzcret@db/bank, hexadecimal",
        "postgres://app:s3cr/et@db/bank, %40",
        "postgres://app:s3cr?et@db/bank, %40",
        "postgres://app:s3cr@et@db/bank, %40",
        "postgres://app:s3cr#et@db/bank, %XX",
        "postgres://app:s3cret@/bank, names no host",
        "postgres://app:s3cret@db:port/bank, no number",
        "postgres://app:s3cret@db:0/bank, no number",
        "jdbc:postgresql://db:99999/bank?password=s3cret, no number",
        "postgres://localhost:notaport/bank, port that is no number",
        "jdbc:postgresql://db/bank;password=s3cret, parameters follow a ?",
        "jdbc:postgresql://db/bank?s3cret, name=value",
        "jdbc:postgresql://db/bank?user=a&s3=cret=et@, %40",
        "postgres://app:s3cret@db/bank?password=s3cret2, twice",
        "'postgres://app:s3 cret@db/bank', %20",
        "oracle:thin:app/s3cret@db, must start with"
    })
    void whatCannotBeUnderstoodIsRefusedAndNotRepeated(String url, String words) {
        assertThatThrownBy(() -> PostgresConfig.of(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("The database URL ")
                .hasMessageContaining(words)
                .hasMessageNotContainingAny("s3", "cret", "notaport")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "pasword, did you mean 'password'?",
        "User, did you mean 'user'?",
        "application_name, did you mean 'ApplicationName'?",
        "sslMode, did you mean 'sslmode'?",
        "connect_timeout, did you mean 'connectTimeout'?",
        "maxConnections, PostgresConfig.builder(url).maxConnections(...)",
        "appendLanes, PostgresConfig.builder(url).appendLanes(...)",
        "max_connections, PostgresConfig.builder(url).maxConnections(...)",
        "statement_timeout, options=-c%20name=value",
        "PGHOST, leave it out"
    })
    void aParameterThatNobodyKnowsIsRefusedWithTheNearestOne(String parameter, String advice) {
        for (String place : new String[] {"postgres://db/bank", "jdbc:postgresql://db/bank"}) {
            assertThatThrownBy(() -> PostgresConfig.of(place + "?" + parameter + "=s3cret"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("'" + parameter + "'")
                    .hasMessageContaining(advice)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void noUrlIsRefusedAtOnceAndAsksForTheVariable(String url) {
        assertThatThrownBy(() -> PostgresConfig.of(url))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is the environment variable DATABASE_URL set?");
        assertThatThrownBy(() -> PostgresConfig.builder(url)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway may do
    void noDataSourceIsRefusedAtOnce() {
        assertThatThrownBy(() -> PostgresConfig.of((DataSource) null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("There is no data source");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl=ture, ssl, true or false",
        "ssl=1, ssl, sslmode=verify-full",
        "tcpKeepAlive=yes, tcpKeepAlive, true or false",
        "binaryTransfer=, binaryTransfer, true or false",
        "sslmode=requird, sslmode, verify-full",
        "targetServerType=replica, targetServerType, preferSecondary",
        "'requireAuth=scram-sha-256,s3cret', requireAuth, scram-sha-256",
        "preferQueryMode=s3cret, preferQueryMode, extended or"
    })
    void aValueThatTheDriverWouldTakeForAnotherIsRefused(String parameter, String name, String remedy) {
        assertThatThrownBy(() -> PostgresConfig.of("postgres://db/bank?" + parameter))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + name + "'")
                .hasMessageContaining(remedy)
                .hasMessageNotContainingAny("ture", "requird", "replica", "s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "ssl, '', ''",
        "ssl, TRUE, true",
        "sslmode, Require, require",
        "targetServerType, primary, primary",
        "requireAuth, 'scram-sha-256,!none', 'scram-sha-256,!none'",
        "sslrootcert, /etc/ssl/db.pem, /etc/ssl/db.pem",
        "loginTimeout, 3, 3",
        "options, -c%20work_mem=5MB, -c work_mem=5MB"
    })
    void aValueThatTheDriverKnowsIsPassedOn(String name, String value, String passedOn) {
        assertThat(DatabaseUrl.parse("postgres://db/bank?" + name + "=" + value).properties())
                .containsEntry(name, passedOn);
    }

    @ParameterizedTest
    @CsvSource({
        "-c%20statement_timeout=5s, statement_timeout, queryTimeout(...)",
        "-cstatement_timeout=5s, statement_timeout, queryTimeout(...)",
        "-c%20work_mem=5MB%20--Statement-Timeout=5s, statement_timeout, queryTimeout(...)",
        "-c%20default_transaction_isolation=serializable, default_transaction_isolation, isolation(...)"
    })
    void aSettingOfTheStoreIsRefusedInTheOptionsToo(String options, String setting, String remedy) {
        assertThatThrownBy(() -> PostgresConfig.of("postgres://db/bank?options=" + options))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'" + setting + "'")
                .hasMessageContaining("is a setting of the store: use PostgresConfig.builder(url)." + remedy);
    }

    @Test
    void aQuestionEndsWithoutAFullStop() {
        assertThatThrownBy(() -> PostgresConfig.of("postgres://db/bank?pasword=x"))
                .hasMessageContaining("did you mean 'password'? ");
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway may do
    void noSchemaIsRefused() {
        PostgresConfigBuilder builder =
                PostgresConfig.builder("postgres://db/bank").schema(null);

        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("schema is null");
    }
}

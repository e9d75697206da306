package io.eventcore.examples.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db:5433/bank?user=a, jdbc:postgresql://db:5433/bank?user=a",
        "postgres://db/bank, jdbc:postgresql://db/bank",
        "postgres://db:5433, jdbc:postgresql://db:5433/",
        "postgres://app@db:5433/bank, jdbc:postgresql://db:5433/bank?user=app",
        "postgresql://app:p%40+s:s@db/bank, jdbc:postgresql://db/bank?user=app&password=p%40%2Bs:s",
        "postgres://app:s3cret@db/bank?sslmode=require, jdbc:postgresql://db/bank?user=app&password=s3cret&sslmode=require"
    })
    void aUrlInEitherFormIsGivenToTheDriverInItsOwn(String url, String expected) {
        assertThat(JdbcUrl.of(url)).isEqualTo(expected);
    }
}

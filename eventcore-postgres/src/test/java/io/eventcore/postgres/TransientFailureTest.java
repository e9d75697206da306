package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.QueryTimeoutException;
import io.eventcore.StorageException;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server fails appends with each error code, some times or always: what may pass is sent again, and stored once. */
@ExtendWith(TestPostgresExtension.class)
class TransientFailureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "08000", "08003", "08006", "08P01", "40001", "40P01", "53300", "57P01", "57P02", "57P03", "57P05",
                "25P03"
            })
    void anAppendIsSentAgainAfterAFailureThatMayPassAndStoredOnce(String state, TestPostgres postgres)
            throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(PostgresConfig.of(url))) {
            failAppends(url, state, 3);

            store.append(QueryTimeoutTest.append("a"));

            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("1");
            assertThat(attempts(url)).isEqualTo("4");
        }
    }

    @Test
    void aTransactionThatAlwaysLosesIsGivenUpAfterFiftyAttempts(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(PostgresConfig.of(url))) {
            failAppends(url, "40001", Integer.MAX_VALUE);

            assertThatThrownBy(() -> store.append(QueryTimeoutTest.append("a")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("40001");
            assertThat(attempts(url)).isEqualTo("50");
        }
    }

    @Test
    void aConnectionThatAlwaysBreaksIsGivenUpWhenTheTimeIsOver(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store = open(PostgresConfig.of(url))) {
            failAppends(url, "57P01", Integer.MAX_VALUE);
            AppendRequest request = AppendRequest.builder()
                    .expect(StreamId.of("a"), ExpectedVersion.noStream())
                    .append(NewEvent.of(StreamId.of("a"), new Deposited(1)))
                    .timeout(Duration.ofMillis(100))
                    .build();

            assertThatThrownBy(() -> store.append(request)).isInstanceOf(UnknownOutcomeException.class);
            assertThat(Integer.parseInt(attempts(url))).isBetween(4, 40);
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("0");
        }
    }

    /** HikariCP takes a connection away that met 0A000; Tomcat's pool and others do so for other reasons. */
    @Test
    void anErrorForWhichThePoolTakesTheConnectionAwayIsToldOnceAndHurtsNoLaterAppend(TestPostgres postgres)
            throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store =
                open(PostgresConfig.builder(url).appendLanes(1).build())) {
            failAppends(url, "0A000", 1);

            assertThatThrownBy(() -> store.append(QueryTimeoutTest.append("a")))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("0A000");
            assertThat(attempts(url)).isEqualTo("1");
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("0");

            store.append(QueryTimeoutTest.append("a"));
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("1");
        }
    }

    static Stream<Arguments> lasting() {
        return Stream.of(
                Arguments.of("53100", StorageException.class),
                Arguments.of("53200", StorageException.class),
                Arguments.of("58030", StorageException.class),
                Arguments.of("42501", StorageException.class),
                Arguments.of("57014", QueryTimeoutException.class),
                Arguments.of("55P03", QueryTimeoutException.class));
    }

    /** A full disk is no request's fault: splitting a batch would only ask it again and again. */
    @ParameterizedTest
    @MethodSource("lasting")
    void whatEveryRequestWouldMeetFailsAWholeBatchAtOnceAndPasses(
            String state, Class<? extends Exception> type, TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        try (PostgresEventStore store =
                open(PostgresConfig.builder(url).appendLanes(1).build())) {
            failAppends(url, state, 1_000_000);
            List<CompletableFuture<?>> appends = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                appends.add(store.appendAsync(QueryTimeoutTest.append("stream-" + i)));
            }
            for (CompletableFuture<?> append : appends) {
                assertThatThrownBy(append::get).cause().isInstanceOf(type).hasMessageContaining(state);
            }
            assertThat(Integer.parseInt(attempts(url)))
                    .as("calls for a hundred requests")
                    .isLessThan(60);

            Sql.execute(url, "DROP TRIGGER fail ON events");
            store.append(QueryTimeoutTest.append("stream-0"));
            assertThat(Sql.query(url, "SELECT count(*) FROM events")).isEqualTo("1");
        }
    }

    private static PostgresEventStore open(PostgresConfig config) {
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    /** A sequence counts, for it does not care for the transaction's end. */
    private static void failAppends(String url, String state, int times) throws SQLException {
        Sql.execute(url, """
                CREATE SEQUENCE attempts;
                CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('attempts') <= %d THEN
                        RAISE EXCEPTION 'a failure (test)' USING ERRCODE = '%s';
                    END IF;
                    RETURN NULL;
                END
                $$;
                CREATE TRIGGER fail BEFORE INSERT ON events FOR EACH STATEMENT EXECUTE FUNCTION fail();
                """.formatted(times, state));
    }

    private static String attempts(String url) throws SQLException {
        return Sql.query(url, "SELECT last_value FROM attempts");
    }
}

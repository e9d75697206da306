package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each of these breaks a table on purpose; the check must find it. */
@ExtendWith(TestPostgresExtension.class)
class TableCheckTest {

    private static final int EVENTS = 100;

    private final TestPostgres postgres;
    private BenchDatabase database = new BenchDatabase("");
    private Totals filled = Totals.NOTHING;

    TableCheckTest(TestPostgres postgres) {
        this.postgres = postgres;
    }

    @BeforeEach
    void fill() throws SQLException {
        database = BenchDatabase.create(postgres.newDatabase());
        filled = new Filling(database, EVENTS).run();
        execute("ALTER TABLE events DISABLE TRIGGER events_are_immutable");
    }

    @Test
    void aTableThatHoldsWhatWasAcknowledgedPasses() {
        assertThatCode(() -> database.check(Tables.STORE, filled)).doesNotThrowAnyException();
    }

    @Test
    void aRowThatIsMissingIsFound() throws SQLException {
        breakBy("DELETE FROM events WHERE position = 7", "holds");
    }

    @Test
    void aRowTooManyIsFound() throws SQLException {
        breakBy("""
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                VALUES (gen_random_uuid(), 'filled-1', 11, 'deposited', '{"cents": 1}')""", "holds");
    }

    @Test
    void anotherSumIsFound() throws SQLException {
        breakBy("UPDATE events SET event_data = '{\"cents\": 4711}' WHERE position = 7", "holds");
    }

    @Test
    void aDepositThatBecameAWithdrawalIsFound() throws SQLException {
        breakBy("UPDATE events SET event_type = 'withdrawn' WHERE position = 1", "holds");
    }

    @Test
    void aGapBetweenVersionsIsFound() throws SQLException {
        breakBy(
                "UPDATE events SET stream_version = 12 WHERE stream_id = 'filled-3' AND stream_version = 10",
                "filled-3");
    }

    @Test
    void versionsThatDoNotBeginWithOneAreFound() throws SQLException {
        breakBy("UPDATE events SET stream_version = 0 WHERE stream_id = 'filled-3' AND stream_version = 1", "filled-3");
    }

    @Test
    void aStreamOfAnotherVersionIsFound() throws SQLException {
        breakBy("UPDATE event_streams SET version = 9 WHERE stream_id = 'filled-3'", "filled-3");
    }

    @Test
    void eventsWithoutAStreamAreFound() throws SQLException {
        breakBy("DELETE FROM event_streams WHERE stream_id = 'filled-3'", "filled-3");
    }

    @Test
    void aStreamWhoseEventsAreGoneIsFound() throws SQLException {
        breakBy("INSERT INTO event_streams (stream_id, version) VALUES ('lost', 1)", "lost");
    }

    @Test
    void aStreamThatWasOnlyNamedPasses() throws SQLException {
        execute("INSERT INTO event_streams (stream_id) VALUES ('named')");

        assertThatCode(() -> database.check(Tables.STORE, filled)).doesNotThrowAnyException();
    }

    @Test
    void aGapInATableWithoutStreamsIsFound() throws SQLException {
        execute("""
                INSERT INTO plain_events (event_id, stream_id, stream_version, event_type, event_data)
                VALUES (gen_random_uuid(), 'plain', 2, 'deposited', '{"cents": 1}')""");

        assertThatThrownBy(() -> database.check(Tables.PLAIN, new Totals(1, 1, 0)))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("plain");
    }

    @Test
    void theTableOfTheNaiveApplicationIsLookedAtToo() {
        assertThatThrownBy(() -> database.check(Tables.NAIVE, new Totals(1, 1, 0)))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining("naive_events");
    }

    @Test
    void aReaderThatCountedWrongIsFound() throws SQLException {
        TypeCounts counts = TypeCounts.of(database);
        assertThatThrownBy(counts::check).isInstanceOf(CheckFailedException.class);

        counts.add(Map.of("deposited", 75L, "withdrawn", 25L));
        assertThatCode(counts::check).doesNotThrowAnyException();

        counts.add(Map.of("deposited", 75L, "withdrawn", 24L));
        assertThatThrownBy(counts::check).isInstanceOf(CheckFailedException.class);
    }

    private void breakBy(String statement, String found) throws SQLException {
        execute(statement);

        assertThatThrownBy(() -> database.check(Tables.STORE, filled))
                .isInstanceOf(CheckFailedException.class)
                .hasMessageContaining(found);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

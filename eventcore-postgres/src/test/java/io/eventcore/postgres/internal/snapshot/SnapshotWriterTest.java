package io.eventcore.postgres.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.eventcore.Snapshots;
import io.eventcore.StreamId;
import io.eventcore.Telemetry;
import io.eventcore.jackson.JacksonEventCodec;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.internal.snapshot.SnapshotTable.Bad;
import io.eventcore.postgres.internal.sql.Database;
import io.eventcore.postgres.internal.sql.Deadlines;
import io.eventcore.postgres.internal.sql.Recovery;
import io.eventcore.postgres.internal.telemetry.StoreTelemetry;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Snapshots wait in a queue that is short, and whatever is wrong with one hurts no other. */
@ExtendWith(TestPostgresExtension.class)
class SnapshotWriterTest {

    private static final Snapshots<Long> SUM = Snapshots.of("sum", 1, Long.class);
    private static final int CAPACITY = 2;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private String url = "";
    private Deadlines deadlines;
    private SnapshotTable table;
    private SnapshotWriter writer;

    @BeforeEach
    void open(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        Sql.execute(url, """
                CREATE TABLE events (
                    stream_id text, stream_version bigint, position bigint, event_id uuid DEFAULT gen_random_uuid());
                INSERT INTO events (stream_id, stream_version, position) SELECT 'stream-' || s, v, 100 * s + v
                FROM generate_series(1, 5) s, generate_series(1, 50) v;
                CREATE TABLE stream_snapshots (
                    stream_id text, name text, fold_version integer, version bigint, position bigint, event_id uuid,
                    state jsonb, created_at timestamptz DEFAULT clock_timestamp(), PRIMARY KEY (stream_id, name, fold_version))""");
        deadlines = new Deadlines("deadlines");
        table = new SnapshotTable(
                new Database(() -> DriverManager.getConnection(url), new Recovery(true, 3, Duration.ofSeconds(1))),
                deadlines);
        StoreTelemetry store = new StoreTelemetry(Telemetry.of(OpenTelemetry.noop(), meters), "bank");
        var logger = new LoggerContext().getLogger("snapshots");
        log.start();
        logger.addAppender(log);
        writer = new SnapshotWriter(
                table, JacksonEventCodec.create(), new SnapshotTelemetry(store, logger), "writer", CAPACITY);
    }

    @AfterEach
    void close() {
        writer.close();
        deadlines.close();
    }

    private static StreamId stream(int number) {
        return StreamId.of("stream-" + number);
    }

    private String kept() throws SQLException {
        return Sql.query(
                url,
                "SELECT string_agg(stream_id || '@' || version || '=' || state, ' ' ORDER BY stream_id) FROM"
                        + " stream_snapshots");
    }

    private double dropped(String reason) {
        return meters.get("eventcore.snapshots.dropped")
                .tag("reason", reason)
                .counter()
                .count();
    }

    @Test
    void ofAStreamTheLatestWaitsAndWhatFindsNoRoomIsDropped() throws SQLException {
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE stream_snapshots");
            writer.write(stream(1), SUM, 1, 10L);
            await().until(() -> "1".equals(Sql.query(url, "SELECT count(*) FROM pg_locks WHERE NOT granted")));

            writer.write(stream(2), SUM, 7, 70L);
            writer.write(stream(3), SUM, 5, 50L);
            writer.write(stream(4), SUM, 5, 50L);
            writer.write(stream(2), SUM, 9, 90L);
            writer.write(stream(2), SUM, 8, 80L);
            assertThat(dropped("full")).isEqualTo(1);
            other.rollback();
        }

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-1@1=10 stream-2@9=90 stream-3@5=50"));
        assertThat(meters.get("eventcore.snapshots.written").counter().count()).isEqualTo(3);
    }

    /** A state that no codec can write. */
    record Secret(String pin) {
        @Override
        public String pin() {
            throw new IllegalStateException(pin);
        }
    }

    @Test
    void aStateThatCannotBeWrittenIsWarnedOfOnceAndTheOthersAreWritten() throws SQLException {
        Secret secret = new Secret("PIN 1234");
        writer.write(stream(1), SUM, 1, secret);
        await().until(() -> dropped("state") == 1);
        writer.write(stream(1), SUM, 2, secret);
        writer.write(stream(2), SUM, 2, 20L);

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-2@2=20"));
        assertThat(dropped("state")).isEqualTo(2);
        assertThat(log.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage()).contains("'stream-1'").contains("'sum v1'");
            assertThat(line.getFormattedMessage()).doesNotContain("1234");
            assertThat(line.getThrowableProxy()).isNull();
        });
    }

    @Test
    void aTextThatTheDatabaseCannotHoldIsDroppedAndTheOthersAreWritten() throws SQLException {
        Snapshots<String> texts = Snapshots.of("text", 1, String.class);
        writer.write(stream(1), texts, 1, "a\0b");
        writer.write(stream(2), SUM, 2, 20L);

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-2@2=20"));
        assertThat(dropped("state")).isEqualTo(1);
    }

    /** The driver would write a question mark, and the state would not be what the events lead to. */
    @Test
    void halfASurrogatePairIsDroppedAndNotChanged() throws SQLException {
        Snapshots<String> texts = Snapshots.of("text", 1, String.class);
        writer.write(stream(1), texts, 1, "cut \uD83D");
        writer.write(stream(2), SUM, 2, 20L);

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-2@2=20"));
        assertThat(dropped("state")).isEqualTo(1);
    }

    /** A state whose class turns out to be broken when it is written. */
    record Broken(String text) {
        @Override
        public String text() {
            throw new NoClassDefFoundError(text);
        }
    }

    @Test
    void anErrorEndsTheThreadAndTheOthersAreWritten() throws SQLException {
        writer.write(stream(1), SUM, 1, new Broken("a class that is gone"));
        writer.write(stream(2), SUM, 2, 20L);

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-2@2=20"));
        writer.write(stream(3), SUM, 3, 30L);
        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-2@2=20 stream-3@3=30"));
    }

    @Test
    void withoutItsEventNoSnapshotIsWritten() throws SQLException {
        writer.write(stream(1), SUM, 51, 510L);
        writer.write(stream(2), SUM, 50, 500L);

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-2@50=500"));
    }

    @Test
    void whatHasComeInThePlaceOfABadSnapshotStays() throws SQLException {
        Sql.execute(
                url,
                "INSERT INTO stream_snapshots (stream_id, name, fold_version, version, position, state)"
                        + " VALUES ('stream-1', 'sum', 1, 5, 105, '[]')");
        Bad bad =
                table.find(Set.of(stream(1)), SUM, Duration.ofSeconds(5)).get(0).asBad();
        writer.delete(stream(1), SUM, bad);
        writer.write(stream(1), SUM, 5, 50L);
        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-1@5=50"));

        writer.delete(stream(1), SUM, bad);
        writer.write(stream(2), SUM, 1, 10L);

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-1@5=50 stream-2@1=10"));
    }

    @Test
    void closingDropsWhatCannotBeWrittenSoon() throws SQLException {
        try (Connection other = DriverManager.getConnection(url)) {
            other.setAutoCommit(false);
            Sql.execute(other, "LOCK TABLE stream_snapshots");
            writer.write(stream(1), SUM, 1, 10L);
            await().until(() -> "1".equals(Sql.query(url, "SELECT count(*) FROM pg_locks WHERE NOT granted")));
            writer.write(stream(2), SUM, 1, 10L);

            writer.close();
            other.rollback();
        }

        await().untilAsserted(() -> assertThat(kept()).isEqualTo("stream-1@1=10"));
        writer.write(stream(3), SUM, 1, 10L);
        assertThat(dropped("full")).isEqualTo(1);
    }
}

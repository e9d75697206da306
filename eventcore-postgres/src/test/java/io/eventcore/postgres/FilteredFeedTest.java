package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventTypes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A page of few events out of a long log is found by an index, and no call searches without end. */
@ExtendWith(TestPostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilteredFeedTest {

    private static final int EVENTS = 200_000;

    /** Far more than an index needs for a page of this data, and far less than the log has. */
    private static final int FEW_BLOCKS = 400;

    private static final Pattern BLOCKS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");

    private String url;

    @BeforeAll
    void writeALongLog(TestPostgres postgres) throws SQLException {
        url = longLog(postgres);
        Sql.execute(url, "VACUUM ANALYZE events");
    }

    private static String longLog(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class))) {
            store.initialize();
        }
        Sql.execute(url, "ALTER TABLE events SET (autovacuum_enabled = off)");
        Sql.execute(url, """
                INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                SELECT gen_random_uuid(), 'account-' || mod(n, 10000), 1 + n / 10000,
                       CASE WHEN mod(n, 20000) = 7 THEN 'closed' ELSE 'deposited' END,
                       jsonb_build_object('cents', n, 'text', repeat('x', 60))
                FROM generate_series(1, %d) AS n""".formatted(EVENTS));
        return url;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            one stream      | ARRAY['account-42'], NULL, NULL
            several streams | ARRAY['account-42', 'account-43', 'no such'], NULL, NULL
            a prefix        | NULL, 'account-423', NULL
            a pattern       | NULL, NULL, 'account-423%'
            """)
    void streamsAreFoundWithoutAScanOfTheLog(String what, String streams) throws SQLException {
        assertThat(blocks(url, page("NULL", streams))).as(what).isLessThan(FEW_BLOCKS);
    }

    /** Shows also that what is counted here tells a scan of the log. */
    @Test
    void rareTypesAreFoundByTheIndexThatTheDocumentationOffers() throws Exception {
        String page = page("ARRAY['closed']", "NULL, NULL, NULL");
        assertThat(blocks(url, page)).isGreaterThan(10 * FEW_BLOCKS);

        Sql.execute(url, new Guide("schema.md").query("For projections that want few events of a long log"));
        Sql.execute(url, "ANALYZE events");
        try {
            assertThat(blocks(url, page)).isLessThan(FEW_BLOCKS);
        } finally {
            Sql.execute(url, "DROP INDEX events_type_idx");
        }
    }

    @Test
    void aCallSearchesNoMorePositionsThanItIsTold() throws SQLException {
        String columns = "SELECT bound || ' ' || head || ' ' || count(event_id) FROM ";

        assertThat(Sql.query(
                        url,
                        columns + "eventcore_feed_page(100, 10, 1000, '{no such}', NULL, NULL, NULL, NULL, 0, 1)"
                                + " GROUP BY bound, head"))
                .isEqualTo("1100 " + EVENTS + " 0");
        assertThat(Sql.query(
                        url,
                        columns + "eventcore_feed_page(0, 10, 1000, '{closed}', NULL, NULL, NULL, NULL, 0, 1)"
                                + " GROUP BY bound, head"))
                .isEqualTo("1000 " + EVENTS + " 1");
        assertThat(Sql.query(
                        url,
                        columns + "eventcore_feed_page(199990, 100, 5, NULL, NULL, NULL, NULL, NULL, 0, 1)"
                                + " GROUP BY bound, head"))
                .as("without a filter there is nothing to search")
                .isEqualTo("200000 " + EVENTS + " 10");
    }

    @Test
    void theSegmentsTogetherAreTheWholeLog() throws SQLException {
        assertThat(Sql.query(url, """
                        SELECT count(*) || ' ' || count(DISTINCT p.position) || ' ' || min(s.n)
                        FROM (SELECT generate_series(0, 2) AS n) s
                        CROSS JOIN LATERAL eventcore_feed_page(0, 5000000, 1000000, NULL, NULL, NULL, NULL, NULL, s.n, 3) p""")).isEqualTo(EVENTS + " " + EVENTS + " 0");
    }

    /** One event of three is wanted, so the page is found at once; the rest of the log need not be looked at. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1_000})
    void aPageOfASegmentIsFoundWithoutAScanOfTheLog(int limit, TestPostgres postgres) throws SQLException {
        String page = "eventcore_feed_page(0, " + limit + ", 1000000, NULL, NULL, NULL, NULL, NULL, 0, 3)";

        assertThat(blocks(url, page)).isLessThan(FEW_BLOCKS);
        assertThat(blocks(longLog(postgres), page)).as("without statistics").isLessThan(FEW_BLOCKS);
    }

    private static String page(String types, String streamsPrefixPattern) {
        return "eventcore_feed_page(0, 100, 1000000, " + types + ", " + streamsPrefixPattern + ", NULL, 0, 1)";
    }

    /** How many blocks of tables and indexes a query looked at. */
    private static long blocks(String url, String page) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            // The first call of a session also looks at the catalog.
            statement.execute("SELECT count(*) FROM " + page);
            try (ResultSet plan = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS) SELECT * FROM " + page)) {
                while (plan.next()) {
                    Matcher blocks = BLOCKS.matcher(plan.getString(1));
                    if (blocks.find()) {
                        return number(blocks.group(1)) + number(blocks.group(2));
                    }
                }
            }
        }
        throw new AssertionError("The plan names no blocks.");
    }

    private static long number(@Nullable String group) {
        return group == null ? 0 : Long.parseLong(group);
    }
}

package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.FeedPage;
import io.eventcore.Segment;
import io.eventcore.StorageException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed never shows a position before every lower one is settled. */
@ExtendWith(TestPostgresExtension.class)
class FenceTest {

    private String url;
    private PostgresEventStore store;
    private Connection slow;

    @BeforeEach
    void open(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(PostgresConfig.of(url), EventTypes.of(Deposited.class));
        store.initialize();
        slow = DriverManager.getConnection(url);
        slow.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        slow.close();
        store.close();
    }

    @Test
    void anEmptyStoreHasNoHeadAndNoEvents() {
        assertThat(store.feed().head()).isZero();
        assertThat(store.feed().read(0, EventFilter.all(), 10)).isEqualTo(new FeedPage(List.of(), 0, 0));
    }

    @Test
    void theVeryFirstEventIsHeldBackToo() throws SQLException {
        appendSlowly("slow");
        append("fast");

        assertThat(readAfter(0)).isEmpty();

        slow.commit();
        assertThat(readAfter(0)).containsExactly("slow", "fast");
    }

    @Test
    void anEventThatCommitsLateIsNotSkipped() throws SQLException {
        append("first");
        appendSlowly("slow");
        append("fast");

        FeedPage early = store.feed().read(0, EventFilter.all(), 10);
        assertThat(streamsOf(early)).containsExactly("first");

        slow.commit();
        assertThat(readAfter(early.position())).containsExactly("slow", "fast");
    }

    @Test
    void positionsThatWereRolledBackHoldNothingUp() throws SQLException {
        append("first");
        appendSlowly("slow");
        append("fast");

        slow.rollback();

        FeedPage page = store.feed().read(0, EventFilter.all(), 10);
        assertThat(streamsOf(page)).containsExactly("first", "fast");
        assertThat(page.position()).isEqualTo(page.head()).isEqualTo(3);
    }

    /** The sequence forgets them when the server crashes, and gives the same numbers to other events. */
    @ParameterizedTest
    @MethodSource("filters")
    void theReaderDoesNotMoveOverTrailingPositionsThatNoEventHas(EventFilter filter) throws SQLException {
        append("first");
        appendSlowly("slow");
        appendSlowly("slower");

        assertThat(store.feed().read(0, filter, 10).position()).as("under way").isEqualTo(1);
        slow.rollback();

        assertThat(store.feed().read(0, filter, 10))
                .as("rolled back")
                .extracting(FeedPage::position, FeedPage::head)
                .containsExactly(1L, 1L);
        assertThat(store.feed().head()).isEqualTo(1);

        append("last");
        assertThat(store.feed().read(1, filter, 10).position()).isEqualTo(4);
    }

    static Stream<EventFilter> filters() {
        return Stream.of(
                EventFilter.all(),
                EventFilter.all().withTypes("deposited"),
                EventFilter.all().withTypes("nothing"),
                EventFilter.all().withTypes("nothing", "deposited"),
                EventFilter.all().withStreams(List.of(StreamId.of("first"))),
                EventFilter.all().withStreamPrefix("slow"),
                EventFilter.all().withSegment(new Segment(0, 2)),
                EventFilter.all().withSegment(new Segment(1, 2)));
    }

    @Test
    void whoStartsBeyondTheLastEventStaysThere() {
        append("first");

        assertThat(store.feed().read(7, EventFilter.all(), 10)).isEqualTo(new FeedPage(List.of(), 7, 7));
    }

    @Test
    void aTransactionOfSomethingElseHoldsNothingUp() throws SQLException {
        Sql.execute(slow, "CREATE TABLE something_else AS SELECT 1 AS x");
        append("first");

        assertThat(readAfter(0)).containsExactly("first");
    }

    /** Not even with the very key of a fence: its owner writes no events. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_advisory_xact_lock_shared(eventcore_fence_key())",
                "pg_advisory_xact_lock(eventcore_fence_key())",
                "pg_advisory_lock_shared(eventcore_fence_key())",
                "pg_advisory_lock(eventcore_fence_key())"
            })
    void anotherUserOfAdvisoryLocksHoldsNothingUp(String lock) throws SQLException {
        append("first");
        Sql.execute(slow, "SELECT " + lock);
        Sql.execute(slow, "SELECT count(*) FROM events");
        append("second");

        FeedPage page = store.feed().read(0, EventFilter.all(), 10);
        assertThat(streamsOf(page)).containsExactly("first", "second");
        assertThat(page.position()).isEqualTo(page.head());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CACHE 50", "CYCLE", "INCREMENT 2"})
    void aSequenceThatWasAlteredIsRefusedByAWordOnWhatToDo(String change) throws SQLException {
        append("first");
        Sql.execute(url, "ALTER SEQUENCE events_position_seq " + change);

        assertThatThrownBy(() -> readAfter(0))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("events_position_seq was altered")
                .hasMessageContaining("ALTER SEQUENCE events_position_seq INCREMENT 1 CACHE 1 NO CYCLE");

        Sql.execute(url, "ALTER SEQUENCE events_position_seq INCREMENT 1 CACHE 1 NO CYCLE");
        assertThat(readAfter(0)).containsExactly("first");
    }

    @Test
    void aFenceBelowTheReadersPositionMovesNothingBack() throws SQLException {
        append("first");
        Sql.execute(slow, "SELECT pg_advisory_xact_lock_shared(eventcore_fence_key() - 1)");

        assertThat(store.feed().read(1, EventFilter.all(), 10).position()).isEqualTo(1);
    }

    @Test
    void otherAdvisoryLocksAreNotMistakenForFences() throws SQLException {
        Sql.execute(slow, """
                SELECT pg_advisory_xact_lock(0), pg_advisory_xact_lock(1, 1),
                       pg_advisory_xact_lock((eventcore_fence_key() >> 48) # 1 << 48)""");
        append("first");

        assertThat(readAfter(0)).containsExactly("first");
    }

    @Test
    void thePositionMovesAlsoWhenNothingMatches() {
        append("first");
        append("second");

        FeedPage page = store.feed().read(0, EventFilter.all().withTypes("nothing"), 10);

        assertThat(page.events()).isEmpty();
        assertThat(page.position()).isEqualTo(2);
    }

    @Test
    void aFilterPassesNoEventThatIsStillOnItsWay() throws SQLException {
        append("first");
        appendSlowly("slow");
        append("fast");
        EventFilter filter = EventFilter.all().withTypes("deposited");

        FeedPage early = store.feed().read(0, filter, 10);
        assertThat(streamsOf(early)).containsExactly("first");
        assertThat(early.position()).isEqualTo(1);

        slow.commit();
        assertThat(streamsOf(store.feed().read(early.position(), filter, 10))).containsExactly("slow", "fast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "eventcore_feed(0, 10, NULL, NULL, NULL, NULL)",
                "eventcore_feed_page(0, 10, 1000, NULL, NULL, NULL, NULL, NULL, 0, 1)"
            })
    void aTransactionWithAnOldSnapshotMayNotReadTheFeed(String function) throws SQLException {
        slow.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

        assertThatThrownBy(() -> Sql.execute(slow, "SELECT * FROM " + function))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("The feed is read in READ COMMITTED, not in REPEATABLE READ.");
    }

    private void append(String stream) {
        store.append(AppendRequest.to(StreamId.of(stream), ExpectedVersion.noStream(), new Deposited(1)));
    }

    /** Takes a position and does not commit. */
    private void appendSlowly(String stream) throws SQLException {
        try (var call = slow.prepareStatement("""
                SELECT eventcore_append(ARRAY[?], '{0}', '{1}', '{0}', '{1}', '{0}', '{1}', '{1}', ARRAY[?],
                                        '{deposited}', '{1}', ARRAY['{"cents": 1}'], ARRAY['{}'])""")) {
            call.setString(1, stream);
            call.setString(2, UUID.randomUUID().toString());
            call.execute();
        }
    }

    private List<String> readAfter(long position) {
        return streamsOf(store.feed().read(position, EventFilter.all(), 10));
    }

    private static List<String> streamsOf(FeedPage page) {
        return page.events().stream()
                .map(StoredEvent::stream)
                .map(StreamId::value)
                .toList();
    }
}

package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.CommandExecutor;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.Snapshots;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How often the store goes to the database and back, seen on the wire, once its connections are open. */
@ExtendWith(TestPostgresExtension.class)
class RoundTripTest {

    private static final String READ_ONE = "a read of one stream";
    private static final String READ_SEVERAL = "a read of several streams";
    private static final String SNAPSHOTS = "a look for snapshots";
    private static final String APPEND = "an append";
    private static final String APPEND_ONCE = "an append of commands with ids";
    private static final String FEED = "a page of the feed";

    /** More than it takes to turn a statement into a prepared one. */
    private static final int WARM_UP = 10;

    private static final int COMMANDS = 20;

    private WireTap tap;
    private PostgresEventStore store;
    private CommandExecutor executor;

    /** One connection for the one lane and one for the rest, both open: what opens later would be counted. */
    @BeforeEach
    void settle(TestPostgres postgres) throws IOException {
        tap = WireTap.before(postgres.newDatabase());
        PostgresConfig config = PostgresConfig.builder(tap.url())
                .appendLanes(1)
                .maxConnections(2)
                .minConnections(2)
                .build();
        store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        executor = PatientWaits.executor(store);
        for (int i = 0; i < WARM_UP; i++) {
            executor.execute(new Deposit(streams("warm-up-one-" + i, 1)));
            executor.execute(new Deposit(streams("warm-up-five-" + i, 5)));
            store.feed().read(0, EventFilter.all(), 10);
        }
        await().until(() -> store.poolMetrics().currentConnections() == 2);
        tap.take();
    }

    @AfterEach
    void close() throws IOException {
        store.close();
        tap.close();
    }

    @Test
    void aColdCommandOnOneStreamCostsTwoRoundTrips() {
        for (int i = 0; i < COMMANDS; i++) {
            executor.execute(new Deposit(streams("one-" + i, 1)));

            assertThat(roundTrips()).containsExactly(READ_ONE, APPEND);
        }
    }

    @Test
    void aColdCommandOnFiveStreamsCostsTwoRoundTrips() {
        for (int i = 0; i < COMMANDS; i++) {
            executor.execute(new Deposit(streams("five-" + i, 5)));

            assertThat(roundTrips()).containsExactly(READ_SEVERAL, APPEND);
        }
    }

    @Test
    void aWarmCommandCostsOneRoundTrip() {
        Deposit again = new Deposit(streams("again", 5));
        executor.execute(again);
        tap.take();
        for (int i = 0; i < COMMANDS; i++) {
            executor.execute(again);

            assertThat(roundTrips()).containsExactly(APPEND);
        }
    }

    @Test
    void aColdCommandOfAFoldWithSnapshotsCostsThreeRoundTripsAndAWarmOneCostsOne() {
        Snapshots<Till> snapshots = Snapshots.of(Till.NAME, 1, Till.class);
        for (int i = 0; i < COMMANDS; i++) {
            Till.Deposit command = new Till.Deposit(StreamId.of("kept-" + i), 1, Till.fold(snapshots));
            executor.execute(command);
            assertThat(roundTrips()).containsExactly(SNAPSHOTS, READ_ONE, APPEND);

            executor.execute(command);
            assertThat(roundTrips()).containsExactly(APPEND);
        }
    }

    @Test
    void aColdCommandOfAFoldWithoutSnapshotsCostsTwoRoundTrips() {
        StreamFold<Till, Deposited> fold = Till.builder().build();
        for (int i = 0; i < COMMANDS; i++) {
            executor.execute(new Till.Deposit(StreamId.of("plain-" + i), 2_000, fold));

            assertThat(roundTrips()).containsExactly(READ_ONE, APPEND);
        }
    }

    @Test
    void aCommandWithAnIdCostsTwoRoundTrips() {
        for (int i = 0; i < COMMANDS; i++) {
            executor.execute(
                    new Deposit(streams("named-" + i, 1)),
                    ExecutionOptions.defaults().withCommandId(UUID.randomUUID()));

            assertThat(roundTrips()).containsExactly(READ_ONE, APPEND_ONCE);
        }
    }

    @Test
    void aPageOfTheFeedCostsOneRoundTrip() {
        for (int i = 0; i < COMMANDS; i++) {
            store.feed().read(i, EventFilter.all(), 10);

            assertThat(roundTrips()).containsExactly(FEED);
        }
    }

    /** The driver sends the BEGIN along with the next statement, and does not wait for its answer alone. */
    @Test
    void aBatchOfAProjectionCostsTwoRoundTripsBesideItsWork() throws Exception {
        Lease lease = openedAndWarm();
        for (int i = 0; i < COMMANDS; i++) {
            store.projections().advance(lease, WARM_UP + i, WARM_UP + i + 1, ProjectionStore.NOTHING);

            List<String> trips = roundTripsOfProjections();
            assertThat(trips).hasSize(3).first().isEqualTo("BEGIN");
            assertThat(trips.get(1)).contains("FOR NO KEY UPDATE");
            assertThat(trips.get(2)).contains("eventcore_move_checkpoint(").endsWith("COMMIT");
        }
    }

    @Test
    void renewingLeasesCostsOneRoundTrip() throws Exception {
        Lease lease = openedAndWarm();
        for (int i = 0; i < COMMANDS; i++) {
            store.projections().lease(lease.projection(), lease.owner(), lease.duration());

            assertThat(roundTripsOfProjections()).singleElement().asString().contains("eventcore_lease(");
        }
    }

    private Lease openedAndWarm() throws Exception {
        Lease lease = Leased.open(store.projections(), "totals");
        for (int i = 0; i < WARM_UP; i++) {
            store.projections().advance(lease, i, i + 1, ProjectionStore.NOTHING);
            store.projections().lease(lease.projection(), lease.owner(), lease.duration());
        }
        tap.take();
        return lease;
    }

    private static List<StreamId> streams(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> StreamId.of(name + "-" + i))
                .toList();
    }

    /** A lane that has nothing more to do gives its connection back, some time. */
    private List<String> roundTripsOfProjections() {
        return roundTrips().stream()
                .filter(trip -> !trip.startsWith("SET SESSION CHARACTERISTICS"))
                .toList();
    }

    /** The pool asks a connection that nobody used for half a second whether it lives: that is not the command's. */
    private List<String> roundTrips() {
        return tap.take().stream()
                .filter(trip -> !trip.equals(List.of("")))
                .map(RoundTripTest::describe)
                .toList();
    }

    private static String describe(List<String> statements) {
        if (statements.size() == 1) {
            String sql = statements.get(0);
            if (sql.contains("eventcore_append(")) {
                return APPEND;
            } else if (sql.contains("eventcore_append_once(")) {
                return APPEND_ONCE;
            } else if (sql.contains("eventcore_feed_page(")) {
                return FEED;
            } else if (sql.contains("stream_snapshots s")) {
                return SNAPSHOTS;
            } else if (sql.contains("WHERE e.stream_id = $1")) {
                return READ_ONE;
            } else if (sql.contains("AS s (stream_id, after)")) {
                return READ_SEVERAL;
            }
        }
        return String.join("; ", statements);
    }
}

package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFilter;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.Lease;
import io.eventcore.NewEvent;
import io.eventcore.ProjectionStore;
import io.eventcore.ReadRequest;
import io.eventcore.Segment;
import io.eventcore.StreamId;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;

/** However many appends of whatever shape: the statements are always the same few. */
@ExtendWith(TestPostgresExtension.class)
class StatementsTest {

    private static final int APPENDS = 10_000;

    /** How many appends are under way at once, by turns, so that calls have many sizes; together 200. */
    private static final int[] IN_FLIGHT = {10, 40, 70, 80};

    private static final int CONNECTIONS = 5;

    /** What a connection holds if it has served appends, reads, the feed and checkpoints. */
    private static final int A_HANDFUL = 23;

    /** The streams that an append writes, by turns. */
    private static final int[] STREAMS = {1, 2, 5};

    @Test
    void tenThousandMixedAppendsLeaveAHandfulOfPreparedStatements(TestPostgres postgres) throws Exception {
        try (WireTap tap = WireTap.before(postgres.newDatabase());
                PostgresEventStore store = open(tap.url())) {
            Lease lease = Leased.open(store.projections(), "projection");
            append(store, lease, 0, APPENDS / 5);
            Set<String> atFirst = distinct(tap.take());
            append(store, lease, APPENDS / 5, APPENDS);
            Set<String> later = distinct(tap.take());

            assertThat(atFirst).containsAll(later);
            Map<Integer, List<String>> prepared = preparedOfEachConnection(store);
            assertThat(prepared).hasSize(CONNECTIONS);
            assertThat(prepared.values())
                    .allSatisfy(statements -> assertThat(statements).hasSizeLessThanOrEqualTo(A_HANDFUL))
                    .anySatisfy(
                            statements -> assertThat(statements).anyMatch(sql -> sql.contains("eventcore_append(")));
        }
    }

    private static PostgresEventStore open(String url) {
        PostgresConfig config = PostgresConfig.builder(url)
                .minConnections(CONNECTIONS)
                .maxConnections(CONNECTIONS)
                .build();
        PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        return store;
    }

    private static void append(PostgresEventStore store, Lease lease, int from, int to) throws Exception {
        int next = from;
        for (int turn = 0; next < to; turn++) {
            List<CompletableFuture<AppendResult>> underWay = new ArrayList<>();
            for (int i = 0; i < IN_FLIGHT[turn % IN_FLIGHT.length]; i++) {
                underWay.add(store.appendAsync(request(next++)));
            }
            awaitAll(underWay);
            readSomething(store, lease, next - 1);
        }
    }

    private static void awaitAll(List<CompletableFuture<AppendResult>> underWay) {
        long conflicts = underWay.stream()
                .map(append -> append.handle((result, failure) -> failure))
                .map(CompletableFuture::join)
                .filter(failure -> failure != null)
                .peek(failure -> assertThat(failure).hasMessageContaining("version"))
                .count();
        assertThat(conflicts).isEqualTo(underWay.size() / 10);
    }

    /**
     * One to fifty events on one, two or five streams. Every tenth asks for a version that its streams do not have; every
     * second two hundred have command ids.
     */
    private static AppendRequest request(int nth) {
        int streams = STREAMS[nth % STREAMS.length];
        int events = Math.max(streams, nth % 100 == 1 ? 50 : 1 + nth % 7);
        ExpectedVersion expected = nth % 10 == 0 ? ExpectedVersion.exactly(1_000_000) : ExpectedVersion.any();
        AppendRequest.Builder request = AppendRequest.builder();
        if (nth % 400 < 200) {
            request.commandId(UUID.randomUUID());
        }
        for (int i = 0; i < streams; i++) {
            request.expect(stream(nth, i), expected);
        }
        for (int i = 0; i < events; i++) {
            request.append(NewEvent.of(stream(nth, i % streams), new Deposited(i)));
        }
        return request.build();
    }

    private static StreamId stream(int nth, int i) {
        return StreamId.of("stream-" + (5 * nth + i) % 500);
    }

    private static void readSomething(PostgresEventStore store, Lease lease, int nth) throws Exception {
        store.read(ReadRequest.of(stream(nth, 0)), event -> {});
        store.read(ReadRequest.of(stream(nth, 0), stream(nth, 1)), event -> {});
        store.read(new ReadRequest(Map.of(stream(nth, 0), 5_000_000L)), event -> {});
        if (nth % 1_000 == 999) {
            store.read(ReadRequest.of(all()), event -> {});
        }
        store.feed().read(nth, EventFilter.all(), 100);
        store.feed().read(0, EventFilter.all().withStreamPrefix("stream-1"), 100);
        store.feed().head();
        store.feed().read(0, EventFilter.all().withSegment(new Segment(nth % 3, 3)), 100);
        ProjectionStore projections = store.projections();
        long position = Leased.position(projections, "projection");
        projections.lease(lease.projection(), lease.owner(), lease.duration());
        projections.advance(lease, position, position + 1, ProjectionStore.NOTHING);
    }

    /** More events than a page holds, so they come by a cursor. */
    private static List<StreamId> all() {
        List<StreamId> streams = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            streams.add(StreamId.of("stream-" + i));
        }
        return streams;
    }

    /** The pool asks connections whether they live, and sets up new ones, when it likes. */
    private static Set<String> distinct(Collection<List<String>> roundTrips) {
        Set<String> statements = new HashSet<>();
        roundTrips.forEach(statements::addAll);
        statements.removeIf(sql -> sql.isEmpty() || sql.startsWith("SET "));
        return statements;
    }

    /** Holds all connections of the pool at once; the lanes give theirs back when they are idle. */
    private static Map<Integer, List<String>> preparedOfEachConnection(PostgresEventStore store) throws Exception {
        Map<Integer, List<String>> prepared = new ConcurrentHashMap<>();
        CyclicBarrier allHeld = new CyclicBarrier(CONNECTIONS);
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> looks = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Lease lease = Leased.open(store.projections(), "look-" + i);
                looks.add(threads.submit(() -> {
                    store.projections().advance(lease, 0, 1, transaction -> {
                        allHeld.await(60, TimeUnit.SECONDS);
                        look(transaction.unwrap(Connection.class), prepared);
                    });
                    return null;
                }));
            }
            for (Future<?> look : looks) {
                look.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdown();
        }
        return prepared;
    }

    private static void look(Connection connection, Map<Integer, List<String>> prepared) throws Exception {
        List<String> statements = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT statement FROM pg_prepared_statements")) {
            while (result.next()) {
                statements.add(result.getString(1));
            }
        }
        prepared.put(connection.unwrap(PGConnection.class).getBackendPID(), statements);
    }
}

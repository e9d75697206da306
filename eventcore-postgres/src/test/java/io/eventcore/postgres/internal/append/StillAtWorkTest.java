package io.eventcore.postgres.internal.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.Sql;
import io.eventcore.postgres.internal.append.BreakingDataSource.Moment;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The client gives a connection up while the server is still at work on the append, held up by somebody's lock on the
 * row of the stream. What the client sends again comes behind it.
 */
@ExtendWith(TestPostgresExtension.class)
class StillAtWorkTest {

    private static final StreamId A = StreamId.of("a");

    private String url = "";
    private BreakingDataSource connections = new BreakingDataSource("");
    private Connection blocker;

    @BeforeEach
    void storeOneEventAndLockItsStream(TestPostgres postgres) throws Exception {
        url = postgres.newDatabase();
        connections = new BreakingDataSource(url, Moment.DURING_APPEND);
        try (BreakingLanes lanes = new BreakingLanes(url, new BreakingDataSource(url))) {
            lanes.append(AppendRequest.to(A, ExpectedVersion.noStream(), new Deposited(1)));
        }
        blocker = DriverManager.getConnection(url);
        blocker.setAutoCommit(false);
        Sql.execute(blocker, "SELECT * FROM event_streams WHERE stream_id = 'a' FOR UPDATE");
    }

    @AfterEach
    void close() throws SQLException {
        blocker.close();
    }

    @Test
    void theSecondCallConflictsWithTheFirstAndIsFoundToBeIt() throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            assertStoredByTheFirstCall(lanes, ExpectedVersion.exactly(1));
        }
    }

    @Test
    void theSecondCallMeetsTheEventIdsOfTheFirstAndIsFoundToBeIt() throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            assertStoredByTheFirstCall(lanes, ExpectedVersion.any());
        }
    }

    @Test
    void aSerializableSecondCallIsAbortedAndThenFoundToBeTheFirst() throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, connections, Connection.TRANSACTION_SERIALIZABLE)) {
            assertStoredByTheFirstCall(lanes, ExpectedVersion.exactly(1));
        }
    }

    private void assertStoredByTheFirstCall(BreakingLanes lanes, ExpectedVersion expected) throws Exception {
        CompletableFuture<AppendResult> outcome =
                lanes.start(AppendRequest.to(A, expected, new Deposited(2), new Deposited(3)));
        awaitWaitingAppends(2);

        blocker.rollback();

        assertThat(outcome.get(5, TimeUnit.MINUTES).versions()).isEqualTo(Map.of(A, 3L));
        assertThat(lanes.events()).isEqualTo("a 1 @1, a 2 @2, a 3 @3");
        assertThat(connections.failures()).isEmpty();
        assertThat(connections.appends()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void theSecondCallOfACommandWithoutEventsMeetsItsIdAndIsFoundToBeTheFirst() throws Exception {
        AppendRequest request = AppendRequest.builder()
                .commandId(new UUID(0, 7))
                .expect(A, ExpectedVersion.exactly(1))
                .readUpTo(1)
                .build();
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            CompletableFuture<AppendResult> outcome = lanes.start(request);
            awaitWaitingAppends(2);

            blocker.rollback();

            assertThat(outcome.get(5, TimeUnit.MINUTES)).isEqualTo(BreakingLanes.first(request, Map.of(), 1));
            assertThat(Sql.query(url, "SELECT count(*) FROM executed_commands")).isEqualTo("1");
            assertThat(connections.failures()).isEmpty();
        }
    }

    @Test
    void theOutcomeIsUnknownWhileTheFirstCallIsStillAtWork() throws Exception {
        try (BreakingLanes lanes = new BreakingLanes(url, connections)) {
            CompletableFuture<AppendResult> outcome =
                    lanes.start(AppendRequest.to(A, ExpectedVersion.exactly(1), new Deposited(2)));
            awaitWaitingAppends(2);
            cancelTheSecondCall();

            assertThat(outcome)
                    .failsWithin(30, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(UnknownOutcomeException.class);

            blocker.rollback();
            await().untilAsserted(() -> assertThat(lanes.events()).isEqualTo("a 1 @1, a 2 @2"));
        }
    }

    /** As the server does itself when the query time-out is over. */
    private void cancelTheSecondCall() throws SQLException {
        Sql.execute(url, """
                SELECT pg_cancel_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' ORDER BY query_start DESC LIMIT 1""");
    }

    private void awaitWaitingAppends(int count) {
        await().until(() -> Sql.query(url, """
                                SELECT count(*) FROM pg_stat_activity
                                WHERE datname = current_database() AND wait_event_type = 'Lock'
                                  AND query LIKE '%eventcore_append%'"""), String.valueOf(count)::equals);
    }
}

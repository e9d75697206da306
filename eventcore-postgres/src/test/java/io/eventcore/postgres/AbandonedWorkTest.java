package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.Command;
import io.eventcore.CommandExecutor;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A command whose time is over, or whose caller has gone, holds up nothing and leaves nothing. */
@ExtendWith(TestPostgresExtension.class)
class AbandonedWorkTest {

    private static final StreamId STREAM = StreamId.of("a");
    private static final ExecutionOptions IN_A_HURRY =
            ExecutionOptions.defaults().withTimeout(Duration.ofMillis(50));

    private String url = "";
    private PostgresEventStore store;
    private CommandExecutor executor;
    private Connection blocker;

    @BeforeEach
    void open(TestPostgres postgres) throws SQLException {
        url = postgres.newDatabase();
        // What is remembered is not read, and could not wait for a lock.
        PostgresConfig config = PostgresConfig.builder(url)
                .streamCacheBytes(0)
                .queryTimeout(Duration.ofHours(1))
                .build();
        store = PostgresEventStore.create(config, EventTypes.of(Deposited.class));
        store.initialize();
        executor = PatientWaits.executor(store);
        executor.execute(new Deposit());
        blocker = DriverManager.getConnection(url);
        blocker.setAutoCommit(false);
    }

    @AfterEach
    void close() throws SQLException {
        blocker.close();
        store.close();
    }

    @Test
    void aReadThatWaitsForALockEndsWithTheCommandsTime() throws SQLException {
        block("events");
        assertThatItEndsInTime("were read; nothing was appended");
        assertThatNothingIsLeft();
    }

    @Test
    void anAppendThatWaitsForALockEndsWithTheCommandsTime() throws SQLException {
        block("event_streams");
        assertThatItEndsInTime("append was under way");
        assertThatNothingIsLeft();
    }

    @Test
    void anAppendThatItsCallerCancelsIsTakenBack() throws SQLException {
        block("event_streams");
        CompletableFuture<ExecutionResult> outcome = executor.executeAsync(new Deposit());
        await().until(() -> waiting().equals("1"));

        outcome.cancel(false);

        assertThatNothingIsLeft();
    }

    @Test
    void anAppendThatSomebodyElseStillWaitsForGoesOn() throws SQLException {
        block("event_streams");
        CompletableFuture<ExecutionResult> patient = executor.executeAsync(new Deposit());
        await().until(() -> waiting().equals("1"));
        assertThatItEndsInTime("ended");
        assertThat(waiting()).isNotEqualTo("0");

        blocker.rollback();

        assertThat(patient.join().versions()).containsEntry(STREAM, 2L);
        assertThat(store.read(STREAM)).hasSize(2);
    }

    private void block(String table) throws SQLException {
        Sql.execute(blocker, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    private void assertThatItEndsInTime(String message) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> executor.execute(new Deposit(), IN_A_HURRY))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("The time-out of 50 ms")
                .hasMessageContaining(message);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }

    /** Long before the query time-out, and while the table is still blocked. */
    private void assertThatNothingIsLeft() throws SQLException {
        await().atMost(Duration.ofMinutes(2)).until(() -> waiting().equals("0"));
        await().atMost(Duration.ofMinutes(2)).until(() -> store.poolMetrics().activeConnections() == 0);
        blocker.rollback();
        assertThat(store.read(STREAM)).hasSize(1);
        assertThat(executor.execute(new Deposit()).versions()).containsEntry(STREAM, 2L);
    }

    private String waiting() throws SQLException {
        return Sql.query(url, """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'eventcore'""");
    }

    /** Adds an event, whatever there is. */
    private record Deposit() implements Command<Integer, Deposited> {
        @Override
        public Streams streams() {
            return Streams.of(STREAM);
        }

        @Override
        public Integer initialState() {
            return 0;
        }

        @Override
        public Integer apply(Integer state, StoredEvent<Deposited> event) {
            return state + 1;
        }

        @Override
        public Writes<Deposited> handle(Integer state) {
            return Writes.to(STREAM, new Deposited(1));
        }
    }
}

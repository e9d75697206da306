package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.testkit.Fault;
import io.eventcore.testkit.FaultyStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store of the testing kit that fails on purpose, in front of this adapter, which remembers streams and their states. */
@ExtendWith(TestPostgresExtension.class)
class FaultyStoreOnPostgresTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");
    private static final int COMMANDS = 300;

    private PostgresEventStore store;

    @BeforeEach
    void open(TestPostgres postgres) {
        store = PostgresEventStore.create(PostgresConfig.of(postgres.newDatabase()), EventTypes.of(Noted.class));
        store.initialize();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void streamCommandsThatAreRepeatedUnderTheirIdsAreNeitherLostNorDoubled() {
        FaultyStore faulty = FaultyStore.of(store, 7)
                .conflicts(0.1)
                .transientErrors(0.1)
                .unknownOutcomes(0.1)
                .latency(Duration.ZERO, Duration.ofMillis(2))
                .build();
        CommandExecutor executor = PatientWaits.executor(faulty);

        CompletableFuture<?>[] running = IntStream.range(0, COMMANDS)
                .mapToObj(number -> untilItIsDone(executor, new UUID(0, number)))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(running).join();

        assertNumbered(A);
        assertNumbered(B);
        assertThat(faulty.injected(Fault.CONFLICT)).isPositive();
        assertThat(faulty.injected(Fault.UNKNOWN_BUT_STORED)).isPositive();
    }

    @Test
    void whatTheStoreRemembersReachesTheExecutor() {
        FaultyStore faulty = FaultyStore.of(store, 7).build();
        CommandExecutor executor = PatientWaits.executor(faulty);
        executor.execute(Enumerate.in(A));
        faulty.failNextReads(1, Fault.UNAVAILABLE);

        executor.execute(Enumerate.in(A));

        assertThat(faulty.remembered(Set.of(A), Trail.FOLD)).isPresent();
        assertThat(faulty.injected(Fault.UNAVAILABLE)).as("a read was needed").isZero();
    }

    private static CompletableFuture<?> untilItIsDone(CommandExecutor executor, UUID id) {
        return executor.executeAsync(
                        Enumerate.in(A, B), ExecutionOptions.defaults().withCommandId(id))
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                    assertThat(cause).isInstanceOfAny(StoreUnavailableException.class, UnknownOutcomeException.class);
                    return untilItIsDone(executor, id).thenApply(done -> null);
                });
    }

    private void assertNumbered(StreamId stream) {
        Trail trail = Trail.FOLD.initialState();
        for (StoredEvent<Object> event : store.read(stream)) {
            assertThat(((Noted) event.payload()).text()).isEqualTo(trail.next());
            trail = Trail.FOLD.apply(trail, event.payload());
        }
        assertThat(trail.count()).isEqualTo(COMMANDS);
    }
}

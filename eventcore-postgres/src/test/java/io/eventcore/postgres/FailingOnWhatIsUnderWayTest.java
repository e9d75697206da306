package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.eventcore.CommandExecutor;
import io.eventcore.EventTypes;
import io.eventcore.ExecutionOptions;
import io.eventcore.ExecutionResult;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A command or a fold that fails on what is under way, and will not be stored, has seen nothing that ever was. */
@ExtendWith(TestPostgresExtension.class)
class FailingOnWhatIsUnderWayTest {

    private static final StreamId ACCOUNT = StreamId.of("account");

    private static final StreamFold<Long, Deposited> BALANCE = StreamFold.over(Deposited.class, 0L)
            .on(Deposited.class, (balance, event) -> balance + event.cents())
            .build();

    /** Fails on a balance of 0, which the account never has. */
    private static final StreamFold<Long, Deposited> STRICT = StreamFold.over(Deposited.class, 0L)
            .on(Deposited.class, (balance, event) -> {
                if (balance + event.cents() == 0) {
                    throw new IllegalStateException("an account that is empty is closed");
                }
                return balance + event.cents();
            })
            .build();

    private String url;
    private PostgresEventStore store;
    private CommandExecutor executor;

    @BeforeEach
    void open(TestPostgres postgres) {
        url = postgres.newDatabase();
        store = PostgresEventStore.create(
                PostgresConfig.builder(url).appendLanes(1).build(), EventTypes.of(Deposited.class));
        store.initialize();
        executor = PatientWaits.executor(store);
        executor.execute(new Withdraw(BALANCE, -100));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aCheckedExceptionIsDecidedAgainLikeEveryOther() throws Exception {
        assertThat(afterAnotherProcessHasDeposited7(new Withdraw(BALANCE, 50)).versions())
                .containsEntry(ACCOUNT, 3L);
    }

    @Test
    void aFoldThatFailsOnWhatIsNotStoredFailsNoCommand() throws Exception {
        assertThat(afterAnotherProcessHasDeposited7(new Withdraw(STRICT, 50)).versions())
                .containsEntry(ACCOUNT, 3L);
    }

    @Test
    void aCheckedExceptionReachesTheCallerAsItIs() {
        assertThatThrownBy(() -> executor.execute(new Withdraw(BALANCE, 101))).isExactlyInstanceOf(Insufficient.class);
    }

    @Test
    void aRepeatedCommandIsToldItsFirstResultWhateverItThrowsNow() {
        ExecutionOptions withId = ExecutionOptions.defaults().withCommandId(UUID.randomUUID());
        ExecutionResult first = executor.execute(new Withdraw(BALANCE, 100), withId);

        ExecutionResult again = executor.execute(new Withdraw(BALANCE, 100), withId);

        assertThat(again.repeated()).isTrue();
        assertThat(again.events()).isEqualTo(first.events());
    }

    /** Everything is being withdrawn meanwhile, which fails. */
    private ExecutionResult afterAnotherProcessHasDeposited7(Withdraw command) throws Exception {
        try (Connection elsewhere = DriverManager.getConnection(url)) {
            elsewhere.setAutoCommit(false);
            Sql.execute(elsewhere, """
                    SELECT * FROM eventcore_append(ARRAY['account'], ARRAY[1], ARRAY[1], ARRAY[0], ARRAY[1], ARRAY[0], ARRAY[1],
                        ARRAY[1], ARRAY[gen_random_uuid()::text], ARRAY['deposited'], ARRAY[1], ARRAY['{"cents": 7}'],
                        ARRAY['{}'])""");
            CompletableFuture<ExecutionResult> all = executor.executeAsync(new Exactly(100));
            await().until(() -> store.remembered(Streams.of(ACCOUNT).ids(), BALANCE)
                    .filter(states -> states.states().values().stream().allMatch(each -> each.state() == 0))
                    .isPresent());
            CompletableFuture<ExecutionResult> running = executor.executeAsync(command);
            await().during(200, TimeUnit.MILLISECONDS).until(() -> !running.isDone());
            elsewhere.commit();
            assertThatThrownBy(() -> all.get(2, TimeUnit.MINUTES)).hasMessageContaining("There are");
            return running.get(2, TimeUnit.MINUTES);
        }
    }

    /** Fails by a checked exception, as one in Kotlin may. */
    private record Withdraw(StreamFold<Long, Deposited> fold, long cents) implements StreamCommand<Long, Deposited> {
        @Override
        public Streams streams() {
            return Streams.of(ACCOUNT);
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Long> balances) {
            if (balances.of(ACCOUNT) < cents) {
                throwAsItIs(new Insufficient());
            }
            return Writes.to(ACCOUNT, new Deposited(-cents));
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <X extends Throwable> void throwAsItIs(Throwable failure) throws X {
            throw (X) failure;
        }
    }

    /** Empties the account, if it holds just this. */
    private record Exactly(long cents) implements StreamCommand<Long, Deposited> {
        @Override
        public StreamFold<Long, Deposited> fold() {
            return BALANCE;
        }

        @Override
        public Streams streams() {
            return Streams.of(ACCOUNT);
        }

        @Override
        public Writes<Deposited> handle(StreamStates<Long> balances) {
            require(balances.of(ACCOUNT) == cents, "There are " + balances.of(ACCOUNT) + ".");
            return Writes.to(ACCOUNT, new Deposited(-cents));
        }
    }

    private static final class Insufficient extends Exception {
        private static final long serialVersionUID = 1L;
    }
}

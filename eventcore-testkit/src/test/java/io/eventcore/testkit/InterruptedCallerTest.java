package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.CommandExecutor;
import io.eventcore.EventStore;
import io.eventcore.ExecutionInterruptedException;
import io.eventcore.StreamId;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.testkit.ContractCommands.Count;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A caller that waits for a slow store can be interrupted, and the store goes on. */
class InterruptedCallerTest {

    private static final StreamId A = StreamId.of("contract-a");

    @Test
    void aCallerThatWaitsForItsCommandIsWokenByAnInterruption() throws Exception {
        CountDownLatch appending = new CountDownLatch(1);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        try (EventStore store = InMemoryEventStore.create(ContractEvent.TYPES)) {
            EventStore slow = new ForwardingStore(store) {
                @Override
                public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                    appending.countDown();
                    return new CompletableFuture<>();
                }
            };
            Thread caller = new Thread(() -> {
                failure.complete(
                        catchThrowable(() -> CommandExecutor.create(slow).execute(new Count(A))));
                flag.complete(Thread.currentThread().isInterrupted());
            });
            caller.start();
            appending.await();

            caller.interrupt();
            caller.join();

            assertThat(failure.join()).isInstanceOf(ExecutionInterruptedException.class);
            assertThat(flag.join()).as("the interrupt flag is kept").isTrue();
            CommandExecutor.create(store).execute(new Count(A));
            assertThat(store.read(A)).hasSize(1);
        }
    }
}

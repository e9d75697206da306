package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each option, and each setting of the executor, does what it says. */
class CommandOptionsTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final OneAccount DEPOSIT = OneAccount.deposit(ALICE, 5);
    private static final EventMetadata BY_BOB =
            EventMetadata.builder().userId("bob").custom("tenant", "north").build();
    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);
    private static final RetryPolicy THREE = RetryPolicy.defaults().withMaxAttempts(3);

    private final ScriptedStore store = new ScriptedStore();
    private final FakeTimer timer = new FakeTimer();
    private final CommandExecutor executor = CommandExecutor.create(store);

    @AfterEach
    void stopTheTimer() {
        timer.shutdownNow();
    }

    static Stream<Arguments> changes() {
        ExecutionOptions all = ExecutionOptions.defaults()
                .withTimeout(Duration.ofSeconds(7))
                .withRetryPolicy(THREE)
                .withMetadata(BY_BOB)
                .withDiscoveryLimit(4)
                .withCommandId(FIRST);
        return Stream.of(
                Arguments.of(all, Duration.ofSeconds(7), THREE, BY_BOB, 4, FIRST),
                Arguments.of(all.withTimeout(Duration.ofSeconds(1)), Duration.ofSeconds(1), THREE, BY_BOB, 4, FIRST),
                Arguments.of(
                        all.withRetryPolicy(RetryPolicy.never()),
                        Duration.ofSeconds(7),
                        RetryPolicy.never(),
                        BY_BOB,
                        4,
                        FIRST),
                Arguments.of(
                        all.withMetadata(EventMetadata.empty()),
                        Duration.ofSeconds(7),
                        THREE,
                        EventMetadata.empty(),
                        4,
                        FIRST),
                Arguments.of(all.withDiscoveryLimit(0), Duration.ofSeconds(7), THREE, BY_BOB, 0, FIRST),
                Arguments.of(all.withCommandId(SECOND), Duration.ofSeconds(7), THREE, BY_BOB, 4, SECOND));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void eachWitherChangesItsOwnOptionOnly(
            ExecutionOptions changed,
            Duration timeout,
            RetryPolicy retryPolicy,
            EventMetadata metadata,
            int discoveryLimit,
            UUID commandId) {
        assertThat(changed.timeout()).isEqualTo(timeout);
        assertThat(changed.retryPolicy()).isEqualTo(retryPolicy);
        assertThat(changed.metadata()).isEqualTo(metadata);
        assertThat(changed.discoveryLimit()).isEqualTo(discoveryLimit);
        assertThat(changed.commandId()).contains(commandId);
    }

    @Test
    void optionsAreEqualIfAllOfThemAre() {
        List<ExecutionOptions> different =
                changes().map(each -> (ExecutionOptions) each.get()[0]).toList();

        assertThat(different).doesNotHaveDuplicates();
        assertThat(ExecutionOptions.defaults().withCommandId(FIRST))
                .isEqualTo(ExecutionOptions.defaults().withCommandId(FIRST))
                .hasSameHashCodeAs(ExecutionOptions.defaults().withCommandId(FIRST))
                .hasToString("ExecutionOptions[timeout=PT30S, retryPolicy=" + RetryPolicy.defaults() + ", metadata="
                        + EventMetadata.empty() + ", discoveryLimit=10, commandId=" + FIRST + "]");
    }

    @Test
    void theDefaultsAreWhatTheirDocumentationSays() {
        ExecutionOptions defaults = ExecutionOptions.defaults();

        assertThat(defaults.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.retryPolicy()).isEqualTo(RetryPolicy.defaults());
        assertThat(defaults.metadata()).isEqualTo(EventMetadata.empty());
        assertThat(defaults.discoveryLimit()).isEqualTo(10);
        assertThat(defaults.commandId()).isEmpty();
    }

    @Test
    void aCommandIdCannotBeADefaultForAllCommands() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> CommandExecutor.builder(store)
                        .defaultOptions(ExecutionOptions.defaults().withCommandId(FIRST)))
                .withMessageStartingWith("CommandExecutor: defaultOptions hold no command id");
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        ExecutionOptions options = ExecutionOptions.defaults();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> options.withTimeout(Duration.ZERO))
                .withMessageStartingWith(
                        "ExecutionOptions: timeout is positive, not 0 s. " + ErrorCode.CONFIGURATION.help());
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> options.withTimeout(Duration.ofMillis(-1)))
                .withMessageStartingWith("ExecutionOptions: timeout is positive, not -1 ms.");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> options.withDiscoveryLimit(-1))
                .withMessageStartingWith("ExecutionOptions: discoveryLimit is at least 0, not -1.");
    }

    @Test
    void theTimeoutIsHandedToTheStoreLessWhatWasUsed() {
        executor.execute(DEPOSIT, ExecutionOptions.defaults().withTimeout(Duration.ofSeconds(7)));

        assertThat(store.appends().get(0).timeout())
                .isLessThan(Duration.ofSeconds(7))
                .isGreaterThan(Duration.ZERO);
    }

    @Test
    void theRetryPolicyOfTheCallCounts() {
        store.conflictNext(3);

        assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() ->
                        executor.execute(DEPOSIT, ExecutionOptions.defaults().withRetryPolicy(THREE)))
                .satisfies(conflict -> assertThat(conflict.attempts()).isEqualTo(3));
    }

    @Test
    void theMetadataReachEveryEventTogetherWithTheCommandAsCorrelationAndCause() {
        ExecutionResult result =
                executor.execute(DEPOSIT, ExecutionOptions.defaults().withMetadata(BY_BOB));

        String command = result.commandId().toString();
        assertThat(store.appends().get(0).events())
                .allSatisfy(event -> assertThat(event.metadata())
                        .isEqualTo(BY_BOB.toBuilder()
                                .correlationId(command)
                                .causationId(command)
                                .build()));
    }

    @Test
    void theCallersOwnCorrelationAndCauseAreKept() {
        EventMetadata caused = BY_BOB.toBuilder()
                .correlationId("order-1")
                .causationId("event-2")
                .traceParent("00-a-b-01")
                .traceState("x=y")
                .build();

        executor.execute(DEPOSIT, ExecutionOptions.defaults().withMetadata(caused));

        assertThat(store.appends().get(0).events())
                .allSatisfy(event -> assertThat(event.metadata()).isEqualTo(caused));
    }

    @Test
    void theDefaultOptionsOfTheExecutorCountForBothForms() {
        CommandExecutor byBob = CommandExecutor.builder(store)
                .defaultOptions(ExecutionOptions.defaults().withMetadata(BY_BOB))
                .build();

        byBob.execute(DEPOSIT);
        byBob.executeAsync(DEPOSIT).join();

        assertThat(store.read(ALICE, 0))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.metadata().userId()).contains("bob"));
    }

    @Test
    void eventIdsComeFromWhereTheExecutorWasToldTo() {
        AtomicLong next = new AtomicLong();
        CommandExecutor counting = CommandExecutor.builder(store)
                .eventIds(() -> EventId.of(new UUID(0, next.incrementAndGet())))
                .build();

        ExecutionResult result = counting.execute(DEPOSIT);

        assertThat(result.events()).containsExactly(EventId.of(new UUID(0, 1)));
    }

    @Test
    void eventIdsAreTimeOrderedUnlessSet() {
        EventId first = executor.execute(DEPOSIT).events().get(0);
        assertThat(first.value().version()).isEqualTo(7);
    }

    @Test
    void workersRunAsynchronousCommandsAndFurtherAttempts() {
        CopyOnWriteArrayList<Runnable> tasks = new CopyOnWriteArrayList<>();
        CommandExecutor recording = CommandExecutor.builder(store)
                .scheduler(timer)
                .workers(task -> {
                    tasks.add(task);
                    task.run();
                })
                .build();

        recording.execute(DEPOSIT);
        assertThat(tasks).as("the first attempt is the caller's").isEmpty();

        store.conflictNext(1);
        recording.execute(DEPOSIT);
        assertThat(tasks).as("the second attempt").hasSize(1);

        recording.executeAsync(DEPOSIT).join();
        assertThat(tasks).as("an attempt, and its answer").hasSize(3);
    }

    @Test
    void theSchedulerWatchesTimeoutsAndWaitsBetweenAttempts() {
        store.conflictNext(1);
        CommandExecutor.builder(store)
                .scheduler(timer)
                .build()
                .executeAsync(DEPOSIT)
                .join();

        assertThat(timer.deadlineTasks()).hasSize(1);
        assertThat(timer.delays()).hasSize(1);
    }
}

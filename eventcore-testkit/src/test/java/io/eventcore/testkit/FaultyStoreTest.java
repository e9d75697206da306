package io.eventcore.testkit;

import static io.eventcore.testkit.AccountEvent.ALICE;
import static io.eventcore.testkit.AccountEvent.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.CommandExecutor;
import io.eventcore.ConfigurationException;
import io.eventcore.DeadlineExceededException;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.OverloadedException;
import io.eventcore.ReadRequest;
import io.eventcore.StoreUnavailableException;
import io.eventcore.StoredEvent;
import io.eventcore.UnknownOutcomeException;
import io.eventcore.VersionConflictException;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.testkit.AccountCommands.Deposit;
import io.eventcore.testkit.AccountEvent.Deposited;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Single faults, and what they leave behind. What many do together is in {@link FaultStormTest}. */
class FaultyStoreTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final InMemoryEventStore store = InMemoryEventStore.create(EventTypes.of(AccountEvent.class));

    @Test
    void withoutFaultsEverythingIsPassedOn() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();

        faulty.append(deposit(1));

        assertThat(faulty.read(ALICE)).hasSize(1).isEqualTo(store.read(ALICE));
        assertThat(faulty.feed().head()).isEqualTo(1);
    }

    @Test
    void whatTheStoreThrowsAtALateAppendReachesTheCaller() {
        FaultyStore faulty = FaultyStore.of(
                        new ForwardingStore(store) {
                            @Override
                            public CompletableFuture<AppendResult> appendAsync(AppendRequest request) {
                                throw new IllegalArgumentException("a codec that is broken");
                            }
                        },
                        1)
                .latency(Duration.ofMillis(1), Duration.ofMillis(1))
                .build();

        assertThat(faulty.appendAsync(deposit(1)))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withMessageContaining("a codec that is broken");
    }

    @Test
    void aConflictLooksLikeAnotherWriterAndStoresNothing() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        store.append(deposit(1));
        faulty.failNextAppends(1, Fault.CONFLICT);

        assertThatExceptionOfType(VersionConflictException.class)
                .isThrownBy(() -> faulty.append(AppendRequest.to(ALICE, ExpectedVersion.exactly(1), new Deposited(2))))
                .withMessageStartingWith("Stream 'account-alice' has version 2, expected was version 1.");
        assertThat(store.read(ALICE)).hasSize(1);
    }

    @Test
    void anAppendThatTakesAnyVersionMeetsNoConflict() {
        FaultyStore faulty = FaultyStore.of(store, 1).conflicts(1).build();

        faulty.append(AppendRequest.to(ALICE, ExpectedVersion.any(), new Deposited(1)));

        assertThat(store.read(ALICE)).hasSize(1);
        assertThat(faulty.injected(Fault.CONFLICT)).isZero();
    }

    @Test
    void theNextAppendsFailAndThoseAfterThemDoNot() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        faulty.failNextAppends(1, Fault.UNAVAILABLE);
        faulty.failNextAppends(2, Fault.OVERLOADED);

        assertThatThrownBy(() -> faulty.append(deposit(1))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> faulty.append(deposit(1))).isInstanceOf(OverloadedException.class);
        assertThatThrownBy(() -> faulty.append(deposit(1))).isInstanceOf(OverloadedException.class);
        assertThat(store.feed().head()).isZero();
        faulty.append(deposit(1));
        assertThat(store.feed().head()).isEqualTo(1);
        assertThat(faulty.injected(Fault.OVERLOADED)).isEqualTo(2);
    }

    @Test
    void anUnknownOutcomeMayHaveBeenStored() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        faulty.failNextAppends(1, Fault.UNKNOWN_BUT_STORED);

        assertThatThrownBy(() -> faulty.append(deposit(1))).isInstanceOf(UnknownOutcomeException.class);

        assertThat(store.read(ALICE)).hasSize(1);
    }

    @Test
    void anUnknownOutcomeMayHaveBeenLost() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        faulty.failNextAppends(1, Fault.UNKNOWN_AND_LOST);

        assertThatThrownBy(() -> faulty.append(deposit(1))).isInstanceOf(UnknownOutcomeException.class);

        assertThat(store.read(ALICE)).isEmpty();
    }

    @Test
    void whatTheStoreRefusesHasNoUnknownOutcome() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        store.append(deposit(1));
        faulty.failNextAppends(1, Fault.UNKNOWN_BUT_STORED);

        assertThatThrownBy(() -> faulty.append(deposit(1))).isInstanceOf(VersionConflictException.class);
        assertThat(faulty.injected(Fault.UNKNOWN_BUT_STORED)).isZero();
    }

    @Test
    void readsFailToo() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        faulty.failNextReads(2, Fault.UNAVAILABLE);

        assertThatThrownBy(() -> faulty.read(ALICE)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> faulty.resultOf(new UUID(0, 1))).isInstanceOf(StoreUnavailableException.class);
        assertThat(faulty.read(ALICE)).isEmpty();
    }

    @Test
    void aReadMeetsNoFaultOfAppends() {
        FaultyStore faulty =
                FaultyStore.of(store, 1).conflicts(0.5).unknownOutcomes(0.5).build();

        assertThat(faulty.read(ALICE)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> faulty.failNextReads(1, Fault.CONFLICT));
    }

    @Test
    void theExecutorTriesAgainThroughConflicts() {
        FaultyStore faulty = FaultyStore.of(store, 1).build();
        faulty.failNextAppends(3, Fault.CONFLICT);

        assertThat(CommandExecutor.create(faulty).execute(new Deposit(ALICE, 5)).attempts())
                .isEqualTo(4);
        assertThat(store.read(ALICE)).hasSize(1);
    }

    @Test
    void aScenarioSeesTheFaults() {
        Scenario.of(AccountEvent.class)
                .withStore(sound -> FaultyStore.of(sound, 1).conflicts(1).build())
                .given(BOB, new Deposited(5))
                .when(new Deposit(ALICE, 5))
                .thenFailed(VersionConflictException.class);
    }

    @Test
    void aSlowAppendDoesNotHoldItsCaller() {
        FaultyStore faulty = FaultyStore.of(store, 1).latency(AN_HOUR, AN_HOUR).build();

        assertThat(faulty.appendAsync(deposit(1))).isNotDone();
    }

    @Test
    void aSlowAppendThatIsCancelledInTimeIsTakenBack() {
        Duration halfASecond = Duration.ofMillis(500);
        FaultyStore faulty =
                FaultyStore.of(store, 1).latency(halfASecond, halfASecond).build();

        faulty.appendAsync(deposit(1)).cancel(false);
        faulty.appendAsync(deposit(2)).join();

        assertThat(store.read(ALICE)).extracting(StoredEvent::payload).containsExactly(new Deposited(2));
    }

    @Test
    void aSlowAppendArrives() {
        FaultyStore faulty = FaultyStore.of(store, 1)
                .latency(Duration.ofNanos(1), Duration.ofMillis(20))
                .build();

        faulty.appendAsync(deposit(1)).join();

        assertThat(store.feed().head()).isEqualTo(1);
    }

    @Test
    void aSlowReadEndsWithItsTimeout() {
        FaultyStore faulty = FaultyStore.of(store, 1).latency(AN_HOUR, AN_HOUR).build();
        ReadRequest request = ReadRequest.of(ALICE).withTimeout(Duration.ofMillis(1));

        assertThatThrownBy(() -> faulty.read(request, event -> {})).isInstanceOf(DeadlineExceededException.class);
    }

    @Test
    void rateAndLatencyHaveRanges() {
        assertRefused(FaultyStore.of(store, 1).conflicts(-0.1));
        assertRefused(FaultyStore.of(store, 1).conflicts(Double.NaN));
        assertRefused(FaultyStore.of(store, 1).conflicts(0.6).transientErrors(0.5));
        assertRefused(FaultyStore.of(store, 1).latency(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertRefused(FaultyStore.of(store, 1).latency(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
    }

    private static void assertRefused(FaultyStore.Builder builder) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("FaultyStore: ");
    }

    private static AppendRequest deposit(long cents) {
        return AppendRequest.to(ALICE, ExpectedVersion.noStream(), new Deposited(cents));
    }
}

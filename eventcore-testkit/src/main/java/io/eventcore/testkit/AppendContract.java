package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.EventFilter;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.UnregisteredEventException;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.ContractEvent.Unregistered;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An append to several streams is all or nothing, and its result says what it did. */
abstract class AppendContract extends ContractTest {

    AppendContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void anAppendWritesToAllItsStreams() {
        fill(B, 2);

        AppendResult result = store.append(AppendRequest.builder()
                .expect(A, ExpectedVersion.noStream())
                .expect(B, ExpectedVersion.exactly(2))
                .append(NewEvent.of(A, new Noted("first of a")))
                .append(NewEvent.of(B, new Noted("third of b")))
                .append(NewEvent.of(A, new Noted("second of a")))
                .build());

        assertThat(result.versions()).isEqualTo(Map.of(A, 2L, B, 3L));
        assertThat(payloads(A)).containsExactly(new Noted("first of a"), new Noted("second of a"));
        assertThat(payloads(B)).hasSize(3).last().isEqualTo(new Noted("third of b"));
    }

    @Test
    void theResultNamesThePositionOfTheLastEvent() {
        AppendResult result = append(A, notes(3));

        assertThat(result.position()).isEqualTo(store.read(A).get(2).position());
    }

    @Test
    void oneStaleStreamOfThreeLeavesAllThreeUnchanged() {
        fill(A, 1);
        fill(B, 1);
        fill(C, 2);
        AppendRequest request = AppendRequest.builder()
                .expect(A, ExpectedVersion.exactly(1))
                .expect(B, ExpectedVersion.exactly(1))
                .expect(C, ExpectedVersion.exactly(1))
                .append(NewEvent.of(A, new Noted("never")))
                .append(NewEvent.of(B, new Noted("never")))
                .append(NewEvent.of(C, new Noted("never")))
                .build();

        assertThat(conflictOf(request).stream()).isEqualTo(C);

        assertThat(version(A)).isEqualTo(1);
        assertThat(version(B)).isEqualTo(1);
        assertThat(version(C)).isEqualTo(2);
        assertThat(feed(EventFilter.all()))
                .extracting(event -> event.payload())
                .doesNotContain(new Noted("never"))
                .hasSize(4);
    }

    @Test
    void anAppendAfterAConflictGoesThrough() {
        fill(A, 1);
        conflictOf(AppendRequest.to(A, ExpectedVersion.exactly(7), new Noted("never")));

        store.append(AppendRequest.to(A, ExpectedVersion.exactly(1), new Noted("second")));

        assertThat(payloads(A)).containsExactly(new Noted("note 1"), new Noted("second"));
    }

    @Test
    void anUnregisteredClassIsRefusedAndNothingIsStored() {
        AppendRequest request = AppendRequest.builder()
                .expect(A, ExpectedVersion.any())
                .expect(B, ExpectedVersion.any())
                .append(NewEvent.of(A, new Noted("never")))
                .append(NewEvent.of(B, new Unregistered("never")))
                .build();

        assertThatThrownBy(() -> store.append(request))
                .isInstanceOfSatisfying(
                        UnregisteredEventException.class,
                        refused -> assertThat(refused.payloadType()).isEqualTo(Unregistered.class));

        assertThat(version(A)).isZero();
        assertThat(version(B)).isZero();
        assertThat(feed(EventFilter.all())).isEmpty();
    }

    @Test
    void anAsynchronousAppendDoesWhatABlockingOneDoes() throws Exception {
        CompletableFuture<AppendResult> future =
                store.appendAsync(AppendRequest.to(A, ExpectedVersion.noStream(), notes(2)));

        AppendResult result = future.get(sizes.patience().toNanos(), TimeUnit.NANOSECONDS);

        assertThat(result.versions()).isEqualTo(Map.of(A, 2L));
        assertThat(payloads(A)).containsExactly(notes(2));
    }

    @Test
    void anAsynchronousAppendFailsItsFutureAndDoesNotThrow() {
        fill(A, 1);

        CompletableFuture<AppendResult> stale =
                store.appendAsync(AppendRequest.to(A, ExpectedVersion.noStream(), new Noted("never")));
        CompletableFuture<AppendResult> unregistered =
                store.appendAsync(AppendRequest.to(A, ExpectedVersion.any(), new Unregistered("never")));

        assertThat(stale)
                .failsWithin(sizes.patience())
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(VersionConflictException.class);
        assertThat(unregistered)
                .failsWithin(sizes.patience())
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(UnregisteredEventException.class);
        assertThat(payloads(A)).containsExactly(notes(1));
    }
}

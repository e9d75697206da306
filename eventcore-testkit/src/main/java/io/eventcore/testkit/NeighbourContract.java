package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventCodecException;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.UnregisteredEventException;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.ContractEvent.Unregistered;
import io.eventcore.testkit.ContractEvent.Unwritable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One bad request among many never hurts its neighbours, and gets an error of its own. */
abstract class NeighbourContract extends ContractTest {

    NeighbourContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aNulCharacterInAPayloadFailsItsOwnAppendOnly() throws Exception {
        NewEvent poison = NewEvent.of(B, new Noted("before\0after"));

        List<Optional<Throwable>> failures = appendAmongNeighbours(poison);

        assertPoison(failures, poison, InvalidEventException.class);
    }

    @Test
    void aPayloadThatCannotBeSerialisedFailsItsOwnAppendOnly() throws Exception {
        NewEvent poison = NewEvent.of(B, new Unwritable("kept to itself"));

        List<Optional<Throwable>> failures = appendAmongNeighbours(poison);

        assertPoison(failures, poison, EventCodecException.class);
    }

    @Test
    void aDuplicateIdFailsItsOwnAppendOnly() throws Exception {
        EventId id = EventId.random();
        store.append(AppendRequest.builder()
                .expect(A, ExpectedVersion.noStream())
                .append(new NewEvent(A, id, new Noted("first"), EventMetadata.empty()))
                .build());
        NewEvent poison = new NewEvent(B, id, new Noted("never"), EventMetadata.empty());

        List<Optional<Throwable>> failures = appendAmongNeighbours(poison);

        assertOnlyPoisonFailed(failures, DuplicateEventException.class);
    }

    @Test
    void anUnregisteredClassFailsItsOwnAppendOnly() throws Exception {
        NewEvent poison = NewEvent.of(B, new Unregistered("never"));

        List<Optional<Throwable>> failures = appendAmongNeighbours(poison);

        assertOnlyPoisonFailed(failures, UnregisteredEventException.class);
    }

    private void assertPoison(
            List<Optional<Throwable>> failures, NewEvent poison, Class<? extends Throwable> expectedFailure) {
        if (adapter.serializesPayloads()) {
            assertOnlyPoisonFailed(failures, expectedFailure);
        } else {
            assertThat(failures).allMatch(Optional::isEmpty);
            assertNeighboursAreStored();
            assertThat(payloads(B)).containsExactly(poison.payload());
        }
    }

    private void assertOnlyPoisonFailed(
            List<Optional<Throwable>> failures, Class<? extends Throwable> expectedFailure) {
        assertThat(failures.get(middle())).containsInstanceOf(expectedFailure);
        assertThat(failures).filteredOn(Optional::isPresent).hasSize(1);
        assertNeighboursAreStored();
        assertThat(version(B)).isZero();
    }

    private void assertNeighboursAreStored() {
        for (int number = 0; number < sizes.neighbours(); number++) {
            if (number != middle()) {
                assertThat(payloads(neighbour(number))).containsExactly(new Noted("note " + number));
            }
        }
    }

    /** Starts all appends at once, the bad one in the middle, and tells how each of them ended. */
    private List<Optional<Throwable>> appendAmongNeighbours(NewEvent poison) throws Exception {
        List<CompletableFuture<AppendResult>> futures = new ArrayList<>();
        for (int number = 0; number < sizes.neighbours(); number++) {
            NewEvent event = number == middle() ? poison : NewEvent.of(neighbour(number), new Noted("note " + number));
            futures.add(store.appendAsync(AppendRequest.builder()
                    .expect(event.stream(), ExpectedVersion.noStream())
                    .append(event)
                    .build()));
        }
        List<Optional<Throwable>> failures = new ArrayList<>();
        for (CompletableFuture<AppendResult> future : futures) {
            failures.add(failureOf(future));
        }
        return failures;
    }

    private Optional<Throwable> failureOf(CompletableFuture<AppendResult> future) throws Exception {
        try {
            future.get(sizes.patience().toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.ofNullable(e.getCause());
        }
    }

    private int middle() {
        return sizes.neighbours() / 2;
    }

    private static StreamId neighbour(int number) {
        return StreamId.of("contract-neighbour-" + number);
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.Together.Outcome;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A caller's event id is kept, and is never stored twice. */
abstract class EventIdContract extends ContractTest {

    EventIdContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void theIdThatTheCallerChoseIsKept() {
        EventId id = EventId.of("0191b2c4-7a10-7c3e-8f00-00000000002a");

        store.append(noted(A, id, ExpectedVersion.noStream()));

        assertThat(store.read(A)).extracting(StoredEvent::id).containsExactly(id);
        assertThat(feed(EventFilter.all())).extracting(StoredEvent::id).containsExactly(id);
    }

    @Test
    void anIdThatTheSameStreamHoldsIsRefused() {
        EventId id = EventId.random();
        store.append(noted(A, id, ExpectedVersion.noStream()));

        assertRefused(noted(A, id, ExpectedVersion.exactly(1)), id);

        assertThat(store.read(A)).extracting(StoredEvent::id).containsExactly(id);
    }

    @Test
    void anIdThatAnotherStreamHoldsIsRefusedWithAllItsAppend() {
        EventId id = EventId.random();
        store.append(noted(A, id, ExpectedVersion.noStream()));

        assertRefused(
                AppendRequest.builder()
                        .expect(B, ExpectedVersion.noStream())
                        .expect(C, ExpectedVersion.any())
                        .append(NewEvent.of(B, new Noted("never")))
                        .append(new NewEvent(C, id, new Noted("never"), EventMetadata.empty()))
                        .append(NewEvent.of(C, new Noted("never")))
                        .build(),
                id);

        assertThat(version(B)).isZero();
        assertThat(version(C)).isZero();
        assertThat(feed(EventFilter.all())).extracting(StoredEvent::id).containsExactly(id);
    }

    @Test
    void afterADuplicateTheStreamsGoOn() {
        EventId id = EventId.random();
        store.append(noted(A, id, ExpectedVersion.noStream()));
        assertRefused(noted(B, id, ExpectedVersion.noStream()), id);

        AppendResult next = store.append(noted(B, EventId.random(), ExpectedVersion.noStream()));

        assertThat(next.versions()).containsExactly(Map.entry(B, 1L));
    }

    @Test
    void anAppendThatIsRepeatedIsNotStoredTwice() {
        AppendRequest request = noted(A, EventId.random(), ExpectedVersion.noStream());
        store.append(request);

        // Both answers are true: the stream has moved, and the id exists.
        assertThatThrownBy(() -> store.append(request))
                .isInstanceOfAny(DuplicateEventException.class, VersionConflictException.class);

        assertThat(version(A)).isEqualTo(1);
    }

    @Test
    void ofConcurrentAppendsWithOneIdExactlyOneIsStored() throws Exception {
        try (Together together = new Together(4, sizes.patience())) {
            for (int round = 0; round < Math.max(1, sizes.races() / 10); round++) {
                EventId id = EventId.random();
                StreamId stream = StreamId.of("contract-repeated-" + round);
                List<Outcome<AppendResult>> outcomes =
                        together.all(() -> store.append(noted(stream, id, ExpectedVersion.any())));

                assertThat(outcomes).filteredOn(Outcome::succeeded).hasSize(1);
                assertThat(outcomes)
                        .filteredOn(outcome -> !outcome.succeeded())
                        .allSatisfy(
                                outcome -> assertThat(outcome.failed()).isInstanceOf(DuplicateEventException.class));
                assertThat(version(stream)).isEqualTo(1);
            }
        }
    }

    private void assertRefused(AppendRequest request, EventId id) {
        assertThatThrownBy(() -> store.append(request))
                .isInstanceOfSatisfying(
                        DuplicateEventException.class,
                        duplicate -> assertThat(duplicate.eventId()).isEqualTo(id));
    }

    private static AppendRequest noted(StreamId stream, EventId id, ExpectedVersion expected) {
        return AppendRequest.builder()
                .expect(stream, expected)
                .append(new NewEvent(stream, id, new Noted("once"), EventMetadata.empty()))
                .build();
    }
}

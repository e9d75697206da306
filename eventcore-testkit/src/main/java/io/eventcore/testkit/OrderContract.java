package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.testkit.ContractEvent.Noted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The order in a stream, and among streams, is the order in which events were appended. */
abstract class OrderContract extends ContractTest {

    OrderContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void manyEventsOfOneAppendComeBackIdenticalAndInOrder() {
        List<NewEvent> events = IntStream.range(0, sizes.orderedEvents())
                .mapToObj(number -> NewEvent.of(A, new Noted("note " + number)))
                .toList();
        AppendRequest.Builder request = AppendRequest.builder().expect(A, ExpectedVersion.noStream());
        events.forEach(request::append);

        store.append(request.build());

        List<StoredEvent<Object>> stored = store.read(A);
        assertThat(stored).extracting(StoredEvent::id).isEqualTo(idsOf(events));
        assertThat(stored.stream().map(StoredEvent::payload).toList())
                .isEqualTo(events.stream().map(NewEvent::payload).toList());
        assertThat(stored).allSatisfy(event -> {
            assertThat(event.stream()).isEqualTo(A);
            assertThat(event.type()).isEqualTo("contract-noted");
        });
    }

    @Test
    void versionsAreCountedFromOneWithoutGaps() {
        append(A, notes(3));
        append(B, notes(2));
        append(A, notes(4));

        assertThat(store.read(A))
                .extracting(StoredEvent::version)
                .isEqualTo(LongStream.rangeClosed(1, 7).boxed().toList());
        assertThat(store.read(B)).extracting(StoredEvent::version).containsExactly(1L, 2L);
    }

    @Test
    void appendsInQuickSuccessionKeepTheirOrder() {
        for (int number = 1; number <= 20; number++) {
            append(A, new Noted("note " + number));
        }

        assertThat(payloads(A)).containsExactly(notes(20));
    }

    @Test
    void eventsThatAlternateBetweenStreamsKeepTheOrderOfTheirAppend() {
        List<NewEvent> events = new ArrayList<>();
        for (int number = 0; number < 30; number++) {
            events.add(NewEvent.of(number % 3 == 0 ? A : B, new Noted("note " + number)));
        }
        AppendRequest.Builder request =
                AppendRequest.builder().expect(B, ExpectedVersion.any()).expect(A, ExpectedVersion.any());
        events.forEach(request::append);

        store.append(request.build());

        List<StoredEvent<Object>> read = new ArrayList<>();
        store.read(ReadRequest.of(A, B), read::add);
        assertThat(read).extracting(StoredEvent::id).isEqualTo(idsOf(events));
        assertThat(feed(EventFilter.all())).extracting(StoredEvent::id).isEqualTo(idsOf(events));
        assertThat(read).extracting(StoredEvent::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void eventsOfOneAppendShareTheTimeAtWhichTheStoreTookThem() {
        Instant before = Instant.now().minus(Duration.ofMinutes(10)); // clocks of two machines may differ
        append(A, notes(3));

        List<StoredEvent<Object>> events = store.read(A);

        assertThat(events)
                .extracting(StoredEvent::createdAt)
                .containsOnly(events.get(0).createdAt());
        assertThat(events.get(0).createdAt()).isBetween(before, before.plus(Duration.ofMinutes(20)));
    }

    private static List<EventId> idsOf(List<NewEvent> events) {
        return events.stream().map(NewEvent::id).toList();
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractCommands.Count;
import io.eventcore.testkit.ContractEvent.Counted;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Large appends are as atomic as small ones, and long streams are read to their end. */
abstract class LargeAppendContract extends ContractTest {

    private static final int CHUNK = 5_000;

    LargeAppendContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aLargeAppendOverManyStreamsIsStoredWhole() {
        AppendResult result =
                store.append(largeAppend(ExpectedVersion.noStream()).build());

        int perStream = sizes.largeEvents() / sizes.largeStreams();
        assertThat(result.versions())
                .hasSize(sizes.largeStreams())
                .allSatisfy((stream, version) -> assertThat(version).isEqualTo(perStream));
        List<StoredEvent<Object>> events = new ArrayList<>();
        Map<StreamId, Long> versions = store.read(ReadRequest.of(streams()), events::add);
        assertThat(versions).isEqualTo(result.versions());
        assertThat(events.stream().map(StoredEvent::payload).toList())
                .isEqualTo(LongStream.range(0, sizes.largeEvents())
                        .mapToObj(Counted::new)
                        .toList());
    }

    @Test
    void aStaleStreamAtTheEndOfALargeAppendLeavesNothing() {
        StreamId last = streams().get(sizes.largeStreams() - 1);
        append(last, new Noted("was here before"));

        assertThat(conflictOf(largeAppend(ExpectedVersion.noStream()).build()).stream())
                .isEqualTo(last);

        assertNothingOfTheLargeAppend();
    }

    @Test
    void aDuplicateIdAtTheEndOfALargeAppendLeavesNothing() {
        append(A, new Noted("was here before"));
        EventId id = store.read(A).get(0).id();
        StreamId last = streams().get(sizes.largeStreams() - 1);
        AppendRequest request = largeAppend(ExpectedVersion.noStream())
                .append(new NewEvent(last, id, new Noted("never"), EventMetadata.empty()))
                .build();

        assertThatThrownBy(() -> store.append(request))
                .isInstanceOfSatisfying(
                        DuplicateEventException.class,
                        duplicate -> assertThat(duplicate.eventId()).isEqualTo(id));

        assertNothingOfTheLargeAppend();
    }

    @Test
    void aCommandSeesAllOfALongStream() {
        for (int from = 0; from < sizes.longStream(); from += CHUNK) {
            append(
                    A,
                    LongStream.rangeClosed(from + 1L, Math.min(from + CHUNK, sizes.longStream()))
                            .mapToObj(Counted::new)
                            .toArray());
        }

        ExecutionResult result = executor(store).execute(new Count(A));

        long next = sizes.longStream() + 1L;
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(result.versions()).isEqualTo(Map.of(A, next));
        List<StoredEvent<Object>> events = store.read(A);
        assertThat(events).hasSize((int) next);
        assertThat(events.stream().filter(event -> !event.payload().equals(new Counted(event.version()))))
                .as("events whose number is not their version")
                .isEmpty();
    }

    private void assertNothingOfTheLargeAppend() {
        assertThat(feed(EventFilter.all()))
                .extracting(event -> event.payload())
                .containsExactly(new Noted("was here before"));
        assertThat(store.read(ReadRequest.of(streams()), event -> {}).values().stream()
                        .mapToLong(version -> version)
                        .sum())
                .as("events in the streams of the large append")
                .isLessThanOrEqualTo(1);
    }

    private List<StreamId> streams() {
        return IntStream.range(0, sizes.largeStreams())
                .mapToObj(number -> StreamId.of("contract-large-" + number))
                .toList();
    }

    private AppendRequest.Builder largeAppend(ExpectedVersion expected) {
        List<StreamId> streams = streams();
        AppendRequest.Builder request = AppendRequest.builder().timeout(EventStoreContract.PATIENCE);
        streams.forEach(stream -> request.expect(stream, expected));
        for (int number = 0; number < sizes.largeEvents(); number++) {
            request.append(NewEvent.of(streams.get(number % streams.size()), new Counted(number)));
        }
        return request;
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.AppendRequest;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.ReadRequest;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.ContractEvent.Moved;
import io.eventcore.testkit.ContractEvent.Noted;
import io.eventcore.testkit.Together.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A read of several streams shows them as they were together at one moment. */
abstract class ReadContract extends ContractTest {

    private static final int READERS = 3;
    private static final long TOTAL = 1_000;

    /** Keeps a fast writer from crowding the readers out. */
    private static final long PAUSE_NANOS = 20_000;

    ReadContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void eachStreamComesWithItsVersionAlsoOneThatIsAbsent() {
        fill(A, 3);
        fill(C, 1);

        Map<StreamId, Long> versions = store.read(ReadRequest.of(A, B, C), event -> {});

        assertThat(versions).isEqualTo(Map.of(A, 3L, B, 0L, C, 1L));
        assertThat(store.read(B)).isEmpty();
    }

    @Test
    void severalStreamsComeInGlobalOrder() {
        append(B, new Noted("1"));
        append(A, new Noted("2"), new Noted("3"));
        append(C, new Noted("not read"));
        append(B, new Noted("4"));
        append(A, new Noted("5"));

        assertThat(readAll(ReadRequest.of(A, B)))
                .extracting(event -> event.payload())
                .containsExactly(new Noted("1"), new Noted("2"), new Noted("3"), new Noted("4"), new Noted("5"));
    }

    @Test
    void eachStreamIsReadFromBehindTheVersionThatTheReaderHasSeen() {
        fill(A, 3);
        fill(B, 2);
        fill(C, 2);
        List<StoredEvent<Object>> events = new ArrayList<>();

        Map<StreamId, Long> versions = store.read(new ReadRequest(Map.of(A, 1L, B, 2L, C, 0L)), events::add);

        assertThat(versions).isEqualTo(Map.of(A, 3L, B, 2L, C, 2L));
        assertThat(events)
                .extracting(event -> event.stream() + " " + event.version())
                .containsExactly("contract-a 2", "contract-a 3", "contract-c 1", "contract-c 2");
    }

    @Test
    void aReadFromBehindTheEndFindsNothingAndTellsTheVersion() {
        fill(A, 3);
        List<StoredEvent<Object>> events = new ArrayList<>();

        Map<StreamId, Long> versions = store.read(new ReadRequest(Map.of(A, 7L)), events::add);

        assertThat(events).isEmpty();
        assertThat(versions).isEqualTo(Map.of(A, 3L));
    }

    /** A store may remember all of it, or nothing at all. */
    @Test
    void whatTheStoreRemembersIsTheBeginningOfWhatItHolds() {
        append(B, new Noted("1"));
        append(A, new Noted("2"), new Noted("3"));
        store.read(ReadRequest.of(A, B), event -> {});
        append(B, new Noted("4"));
        append(A, new Noted("5"));

        List<StoredEvent<Object>> stored = readAll(ReadRequest.of(A, B));
        store.remembered(Set.of(A, B))
                .ifPresent(remembered -> assertThat(remembered.events())
                        .isEqualTo(stored.stream()
                                .filter(event ->
                                        event.version() <= remembered.versions().getOrDefault(event.stream(), 0L))
                                .toList()));
    }

    @Test
    void noReaderSeesHalfOfAnAppend() throws Exception {
        append(A, new Moved(TOTAL));
        Traffic traffic = new Traffic();
        List<Callable<Long>> tasks = new ArrayList<>();
        tasks.add(traffic::moveWhileAnybodyReads);
        for (int reader = 0; reader < READERS; reader++) {
            tasks.add(traffic::readWithoutTear);
        }

        try (Together together = new Together(tasks.size(), sizes.patience().multipliedBy(5))) {
            assertThat(together.each(tasks)).extracting(Outcome::failure).allMatch(failure -> failure.isEmpty());
        }
    }

    /** Moves money between A and B, and adds both up at the same time; the sum never changes. */
    private final class Traffic {
        private final CountDownLatch reading = new CountDownLatch(READERS);
        private final AtomicLong moves = new AtomicLong();
        private volatile boolean stopped;

        long moveWhileAnybodyReads() {
            try {
                while (reading.getCount() > 0) {
                    long cents = moves.incrementAndGet() % 2 == 0 ? -1 : 1;
                    store.append(AppendRequest.builder()
                            .expect(A, ExpectedVersion.any())
                            .expect(B, ExpectedVersion.any())
                            .append(NewEvent.of(A, new Moved(-cents)))
                            .append(NewEvent.of(B, new Moved(cents)))
                            .build());
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                return moves.get();
            } finally {
                stopped = true;
            }
        }

        /** Reads again and again, each time only what is new, and until enough was moved to be seen. */
        long readWithoutTear() {
            try {
                Map<StreamId, Long> versions = Map.of(A, 0L, B, 0L);
                long[] sum = {0};
                long rounds = 0;
                while (!stopped && (rounds < sizes.cutReads() || moves.get() < sizes.cutReads() / 4)) {
                    versions =
                            store.read(new ReadRequest(versions), event -> sum[0] += ((Moved) event.payload()).cents());
                    assertThat(sum[0]).as("sum at versions %s", versions).isEqualTo(TOTAL);
                    rounds++;
                }
                return rounds;
            } finally {
                reading.countDown();
            }
        }
    }

    private List<StoredEvent<Object>> readAll(ReadRequest request) {
        List<StoredEvent<Object>> events = new ArrayList<>();
        store.read(request, events::add);
        return events;
    }
}

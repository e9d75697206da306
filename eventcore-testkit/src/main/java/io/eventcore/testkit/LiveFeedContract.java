package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.FeedPage;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.testkit.Together.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** No event is ever skipped, delivered twice, or delivered out of its stream's order, while many write. */
abstract class LiveFeedContract extends ContractTest {

    private static final int WRITERS = 32;

    LiveFeedContract(EventStoreContract adapter) {
        super(adapter);
    }

    @Test
    void aReaderThatFollowsLiveWritersGetsEveryEventOnceAndInOrder() throws Exception {
        long deadline = System.nanoTime() + adapter.feedDuration().toNanos();
        CountDownLatch writing = new CountDownLatch(WRITERS);
        LiveReader reader = new LiveReader();
        List<Callable<Set<EventId>>> tasks = new ArrayList<>();
        tasks.add(() -> reader.follow(writing));
        for (int number = 0; number < WRITERS; number++) {
            LiveWriter writer = new LiveWriter(store, number);
            tasks.add(() -> {
                try {
                    return writer.writeUntil(deadline);
                } finally {
                    writing.countDown();
                }
            });
        }

        Set<EventId> acknowledged = new HashSet<>();
        List<Outcome<Set<EventId>>> outcomes;
        try (Together together =
                new Together(tasks.size(), adapter.feedDuration().plus(sizes.patience()))) {
            outcomes = together.each(tasks);
        }
        assertThat(outcomes).extracting(Outcome::failure).allMatch(failure -> failure.isEmpty());
        for (Outcome<Set<EventId>> writer : outcomes.subList(1, outcomes.size())) {
            acknowledged.addAll(writer.orThrow());
        }

        Set<EventId> delivered = outcomes.get(0).orThrow();
        assertThat(acknowledged).hasSizeGreaterThan(WRITERS);
        assertThat(without(acknowledged, delivered))
                .as("acknowledged, not delivered")
                .isEmpty();
        assertThat(without(delivered, acknowledged))
                .as("delivered, not acknowledged")
                .isEmpty();
    }

    private static Set<EventId> without(Set<EventId> all, Set<EventId> taken) {
        Set<EventId> rest = new HashSet<>(all);
        rest.removeAll(taken);
        return rest;
    }

    /** Follows the feed from its start and checks what each event promises. */
    private final class LiveReader {
        private static final long IDLE_NANOS = 200_000;

        private final Random random = new Random(7);
        private final Set<EventId> delivered = new HashSet<>();
        private final Map<StreamId, Long> versions = new HashMap<>();
        private long position;
        private long lastEvent;

        private Set<EventId> follow(CountDownLatch writing) {
            while (writing.getCount() > 0) {
                readOnce();
            }
            long head = store.feed().head();
            long deadline = System.nanoTime() + sizes.patience().toNanos();
            while (position < head) {
                assertThat(System.nanoTime()).as("time to reach the head").isLessThan(deadline);
                readOnce();
            }
            readOnce();
            return delivered;
        }

        private void readOnce() {
            FeedPage page = store.feed().read(position, EventFilter.all(), 1 + random.nextInt(500));
            page.events().forEach(this::check);
            assertThat(page.position()).isGreaterThanOrEqualTo(Math.max(position, lastEvent));
            position = page.position();
            if (page.events().isEmpty()) {
                LockSupport.parkNanos(IDLE_NANOS);
            }
        }

        private void check(StoredEvent<Object> event) {
            assertThat(delivered.add(event.id()))
                    .as("%s is delivered once", event)
                    .isTrue();
            assertThat(event.position()).as("position of %s", event).isGreaterThan(lastEvent);
            assertThat(event.version())
                    .as("version of %s", event)
                    .isEqualTo(versions.getOrDefault(event.stream(), 0L) + 1);
            lastEvent = event.position();
            versions.put(event.stream(), event.version());
        }
    }
}

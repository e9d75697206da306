package io.eventcore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.AppendRequest;
import io.eventcore.AppendResult;
import io.eventcore.ConfigurationException;
import io.eventcore.EventFeed.Subscription;
import io.eventcore.EventFilter;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
import io.eventcore.StoreClosedException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryEventStoreTest {

    @EventType("lamp-lit")
    record LampLit(String room) {}

    private static final StreamId HALL = StreamId.of("lamp-hall");
    private static final EventTypes TYPES = EventTypes.of(LampLit.class);

    private final InMemoryEventStore store = InMemoryEventStore.create(TYPES);

    private static AppendRequest lit() {
        return AppendRequest.to(HALL, ExpectedVersion.any(), new LampLit("hall"));
    }

    @Test
    void timeComesFromTheClockInWholeMicroseconds() {
        Instant now = Instant.parse("2026-03-01T10:15:30.123456789Z");
        try (InMemoryEventStore clocked = InMemoryEventStore.builder(TYPES)
                .clock(Clock.fixed(now, ZoneOffset.UTC))
                .build()) {
            clocked.append(lit());

            assertThat(clocked.read(HALL))
                    .extracting(StoredEvent::createdAt)
                    .containsExactly(Instant.parse("2026-03-01T10:15:30.123456Z"));
        }
    }

    @Test
    void aClockThatFailsLeavesNothingHalfDone() {
        Clock broken = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                throw new IllegalStateException("the clock stopped");
            }
        };
        try (InMemoryEventStore clocked =
                InMemoryEventStore.builder(TYPES).clock(broken).build()) {
            assertThatThrownBy(() -> clocked.append(lit())).hasMessage("the clock stopped");
            assertThat(clocked.read(HALL)).isEmpty();
        }
    }

    @Test
    void thePayloadIsKeptAsTheSameObject() {
        LampLit payload = new LampLit("hall");

        store.append(AppendRequest.to(HALL, ExpectedVersion.noStream(), payload));

        assertThat(store.read(HALL).get(0).payload()).isSameAs(payload);
    }

    @Test
    void positionsAreCountedFromOneWithoutGaps() {
        for (int i = 0; i < 3; i++) {
            store.append(lit());
        }

        assertThat(store.feed().read(0, EventFilter.all(), 10).events())
                .extracting(StoredEvent::position)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void anAsynchronousAppendIsFinishedWhenItReturns() {
        CompletableFuture<AppendResult> future = store.appendAsync(lit());

        assertThat(future).isDone();
        assertThat(store.read(HALL)).hasSize(1);
    }

    @Test
    void metadataThatPostgresCouldNotHoldAreRefused() {
        EventMetadata metadata =
                EventMetadata.builder().custom("note", "before\0after").build();
        AppendRequest request = AppendRequest.builder()
                .expect(HALL, ExpectedVersion.any())
                .append(new NewEvent(HALL, EventId.random(), new LampLit("hall"), metadata))
                .build();

        assertThatThrownBy(() -> store.append(request))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining("lamp-hall");
        assertThat(store.read(HALL)).isEmpty();
    }

    @Test
    void aCallbackMayUseTheStore() {
        List<Long> heads = new ArrayList<>();
        store.feed().onCommit(() -> heads.add(store.feed().head()));

        store.append(lit());

        assertThat(heads).containsExactly(1L);
    }

    @Test
    void aCallbackThatThrowsHurtsNobody() {
        List<String> called = new ArrayList<>();
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, failure) -> called.add(failure.getMessage()));
        try {
            store.feed().onCommit(() -> {
                throw new IllegalStateException("the callback failed");
            });
            store.feed().onCommit(() -> called.add("the second callback ran"));

            assertThat(store.append(lit()).position()).isEqualTo(1);
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }

        assertThat(called).containsExactly("the callback failed", "the second callback ran");
    }

    @Test
    void oneOfTwoSubscriptionsOfTheSameCallbackCanBeClosed() {
        List<String> calls = new ArrayList<>();
        Runnable callback = () -> calls.add("called");
        Subscription first = store.feed().onCommit(callback);
        store.feed().onCommit(callback);

        first.close();
        first.close();
        store.append(lit());

        assertThat(calls).hasSize(1);
    }

    @Test
    void aClosedStoreRefusesToStartAgain() {
        store.close();
        store.close();

        assertThatThrownBy(store::initialize).isInstanceOf(StoreClosedException.class);
    }

    @Test
    void pagesOfTheFeedHaveRangesThatAreChecked() {
        assertThatThrownBy(() -> store.feed().read(-1, EventFilter.all(), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.feed().read(0, EventFilter.all(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // what a caller without NullAway may do
    void nullsAreRefusedWithTheRemedy() {
        InMemoryEventStore.Builder builder = InMemoryEventStore.builder(TYPES);

        assertThatThrownBy(() -> builder.clock(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("clock is null");
        assertThatThrownBy(() -> builder.codec(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("codec is null: call withoutCodec()");
    }
}

package io.eventcore.testkit;

import io.eventcore.AppendRequest;
import io.eventcore.DuplicateEventException;
import io.eventcore.EventId;
import io.eventcore.EventMetadata;
import io.eventcore.EventStore;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import io.eventcore.testkit.ContractEvent.Noted;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Writes to streams that it shares with other writers, with small pauses, and with appends that must fail. */
final class LiveWriter {

    private static final int STREAMS = 24;
    private static final int LONGEST_PAUSE_NANOS = 2_000_000;
    private static final long NOBODY_GETS_THIS_FAR = Long.MAX_VALUE / 2;

    private final EventStore store;
    private final Random random;
    private final Set<EventId> acknowledged = new HashSet<>();
    private EventId last = EventId.random();

    LiveWriter(EventStore store, int number) {
        this.store = store;
        this.random = new Random(number);
    }

    /** Writes until the deadline and returns the ids of the events that the store acknowledged. */
    Set<EventId> writeUntil(long deadlineNanos) {
        do {
            switch (random.nextInt(8)) {
                case 0 -> appendBehindAWrongVersion();
                case 1 -> appendTheLastIdAgain();
                case 2, 3, 4 -> append(List.of(anyStream()));
                default -> append(List.of(anyStream(), anyStream()));
            }
            LockSupport.parkNanos(random.nextInt(LONGEST_PAUSE_NANOS));
        } while (System.nanoTime() < deadlineNanos);
        return acknowledged;
    }

    private void append(List<StreamId> streams) {
        AppendRequest.Builder request = AppendRequest.builder();
        Set<EventId> ids = new HashSet<>();
        for (StreamId stream : Set.copyOf(streams)) {
            request.expect(stream, ExpectedVersion.any());
            for (int event = random.nextInt(3); event >= 0; event--) {
                last = EventId.random();
                ids.add(last);
                request.append(noted(stream, last));
            }
        }
        store.append(request.build());
        acknowledged.addAll(ids);
    }

    /** The first stream is written and undone when the second turns out to be elsewhere. */
    private void appendBehindAWrongVersion() {
        StreamId first = anyStream();
        StreamId wrong = StreamId.of("contract-live-wrong");
        AppendRequest request = AppendRequest.builder()
                .expect(first, ExpectedVersion.any())
                .expect(wrong, ExpectedVersion.exactly(NOBODY_GETS_THIS_FAR))
                .append(noted(first, EventId.random()))
                .append(noted(wrong, EventId.random()))
                .build();
        try {
            store.append(request);
            throw new AssertionError("An append behind version " + NOBODY_GETS_THIS_FAR + " went through.");
        } catch (VersionConflictException expected) {
            // As it must be: nothing of it may ever be delivered.
        }
    }

    private void appendTheLastIdAgain() {
        if (!acknowledged.contains(last)) {
            return;
        }
        StreamId first = anyStream();
        AppendRequest request = AppendRequest.builder()
                .expect(first, ExpectedVersion.any())
                .append(noted(first, EventId.random()))
                .append(noted(first, last))
                .build();
        try {
            store.append(request);
            throw new AssertionError("The id " + last + " was stored twice.");
        } catch (DuplicateEventException expected) {
            // As it must be: nothing of it may ever be delivered.
        }
    }

    private StreamId anyStream() {
        return StreamId.of("contract-live-" + random.nextInt(STREAMS));
    }

    private NewEvent noted(StreamId stream, EventId id) {
        return new NewEvent(stream, id, new Noted("live"), EventMetadata.empty());
    }
}

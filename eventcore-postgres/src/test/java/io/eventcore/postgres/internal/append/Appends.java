package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.EventTypes;
import io.eventcore.ExpectedVersion;
import io.eventcore.NewEvent;
import io.eventcore.StreamId;
import io.eventcore.jackson.JacksonEventCodec;
import io.eventcore.postgres.Deposited;
import io.eventcore.postgres.internal.codec.EventRows;
import io.eventcore.postgres.internal.codec.MetadataCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests as the encoder hands them to the queue. */
final class Appends {

    private Appends() {}

    /** A queue, on whose requests others may build. */
    static AppendQueue queue(int capacity) {
        return new AppendQueue(capacity, Long.MAX_VALUE, underWay());
    }

    static UnderWay underWay() {
        return new UnderWay(
                true, new EventRows(EventTypes.of(Deposited.class), JacksonEventCodec.create(), new MetadataCodec()));
    }

    /** Adds one event to each of these streams, whatever their versions. */
    static PendingAppend writing(String... streams) {
        AppendRequest.Builder request = AppendRequest.builder();
        for (String stream : streams) {
            request.expect(StreamId.of(stream), ExpectedVersion.any()).append(event(stream));
        }
        return of(request.build());
    }

    /** Adds nothing, and expects this version of the stream. */
    static PendingAppend reading(String stream, long version) {
        return of(AppendRequest.builder()
                .expect(StreamId.of(stream), ExpectedVersion.exactly(version))
                .build());
    }

    /** Adds so many events to one stream. */
    static PendingAppend writingMany(String stream, int events) {
        AppendRequest.Builder request = AppendRequest.builder().expect(StreamId.of(stream), ExpectedVersion.any());
        for (int i = 0; i < events; i++) {
            request.append(event(stream));
        }
        return of(request.build());
    }

    /** Adds one event whose text has so many characters. */
    static PendingAppend writingLarge(String stream, int characters) {
        return of(
                AppendRequest.to(StreamId.of(stream), ExpectedVersion.any(), new Deposited(1)),
                "x".repeat(characters),
                System.nanoTime());
    }

    /** Like {@link #writing}, but its time-out ended a second ago. */
    static PendingAppend writingTooLate(String stream) {
        AppendRequest request = AppendRequest.to(StreamId.of(stream), ExpectedVersion.any(), new Deposited(1));
        Duration ago = request.timeout().plusSeconds(1);
        return of(request, "{}", System.nanoTime() - ago.toNanos());
    }

    static PendingAppend of(AppendRequest request) {
        return of(request, "{}", System.nanoTime());
    }

    static PendingAppend of(AppendRequest request, String data) {
        return of(request, data, System.nanoTime());
    }

    static NewEvent event(String stream) {
        return NewEvent.of(StreamId.of(stream), new Deposited(1));
    }

    static PendingAppend of(AppendRequest request, String data, long nowNanos) {
        List<EncodedEvent> events = new ArrayList<>();
        Map<StreamId, Integer> counts = new HashMap<>();
        for (NewEvent event : request.events()) {
            int nth = counts.merge(event.stream(), 1, Integer::sum);
            events.add(new EncodedEvent(event.stream(), nth, event.id().toString(), "deposited", 1, data, "{}"));
        }
        return new PendingAppend(request, events, nowNanos, AppendReport.NONE);
    }
}

package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.EventCodec;
import io.eventcore.EventMetadata;
import io.eventcore.EventTypes;
import io.eventcore.NewEvent;
import io.eventcore.PayloadWriter;
import io.eventcore.StreamId;
import io.eventcore.postgres.internal.codec.MetadataCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a request as JSON. It runs on the thread of the caller, so that a payload that cannot be written
 * hurts nobody else.
 */
public final class AppendEncoder {

    private final EventTypes types;
    private final PayloadWriter payloads;
    private final MetadataCodec metadata;

    /** Encodes events of these types. */
    public AppendEncoder(EventTypes types, EventCodec codec, MetadataCodec metadata) {
        this.types = types;
        this.payloads = new PayloadWriter(codec);
        this.metadata = metadata;
    }

    PendingAppend encode(AppendRequest request, AppendReport report) {
        List<EncodedEvent> encoded = new ArrayList<>(request.events().size());
        Map<StreamId, Integer> counts = new HashMap<>();
        @Nullable EventMetadata last = null;
        String lastText = "";
        for (NewEvent event : request.events()) {
            // A command's events share their metadata.
            if (!event.metadata().equals(last)) {
                PayloadWriter.checkMetadata(event);
                last = event.metadata();
                lastText = metadata.encode(last);
            }
            EventTypes.Registration type = types.registrationOf(event.payload());
            encoded.add(new EncodedEvent(
                    event.stream(),
                    counts.merge(event.stream(), 1, Integer::sum),
                    event.id().toString(),
                    type.name(),
                    type.version(),
                    payloads.write(event),
                    PayloadWriter.check(lastText, event)));
        }
        return new PendingAppend(request, encoded, System.nanoTime(), report);
    }
}

package io.eventcore.postgres.internal.append;

import io.eventcore.AppendRequest;
import io.eventcore.EventCodec;
import io.eventcore.EventMetadata;
import io.eventcore.EventTypes;
import io.eventcore.InvalidEventException;
import io.eventcore.NewEvent;
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

    /** Far below what PostgreSQL can hold, and far above what an event should: a batch is kept in memory several times. */
    private static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private final EventTypes types;
    private final EventCodec codec;
    private final MetadataCodec metadata;

    /** Encodes events of these types. */
    public AppendEncoder(EventTypes types, EventCodec codec, MetadataCodec metadata) {
        this.types = types;
        this.codec = codec;
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
                    whole(codec.encode(event.payload()), event),
                    whole(lastText, event)));
        }
        return new PendingAppend(request, encoded, System.nanoTime(), report);
    }

    /** Refuses what is too long, and halves of surrogate pairs: the driver would write a question mark, and nobody would know. */
    private static String whole(String text, NewEvent event) {
        if (text.length() > MAX_CHARACTERS) {
            throw new InvalidEventException("Event " + event.id() + " for stream '" + event.stream() + "' has "
                    + text.length() + " characters of JSON; the most is " + MAX_CHARACTERS + ".");
        }
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                boolean pair = Character.isHighSurrogate(character)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new InvalidEventException("Event " + event.id() + " for stream '" + event.stream()
                            + "' holds half a surrogate pair (U+" + Integer.toHexString(character) + ") in a text.");
                }
                i++;
            }
        }
        return text;
    }
}

package io.eventcore;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams to read, each from behind a version that the reader has already seen.
 *
 * @param after for each stream the version behind which to start; 0 reads it all
 */
public record ReadRequest(Map<StreamId, Long> after) {

    /** @throws InvalidStreamException if no stream is named or a version is negative */
    public ReadRequest {
        if (after.isEmpty()) {
            throw new InvalidStreamException("A read names at least one stream.");
        }
        after = Collections.unmodifiableMap(new LinkedHashMap<>(after));
        after.forEach((stream, version) -> {
            if (version < 0) {
                throw new InvalidStreamException(
                        "Stream '" + stream + "' cannot be read from behind version " + version + "; 0 reads it all.");
            }
        });
    }

    /** The whole of these streams. */
    public static ReadRequest of(Collection<StreamId> streams) {
        Map<StreamId, Long> after = new LinkedHashMap<>();
        streams.forEach(stream -> after.put(stream, 0L));
        return new ReadRequest(after);
    }

    /** The whole of these streams. */
    public static ReadRequest of(StreamId... streams) {
        return of(java.util.List.of(streams));
    }
}

package io.eventcore;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams to read, each from behind a version that the reader has already seen.
 *
 * @param after for each stream the version behind which to start; 0 reads it all
 * @param timeout how long the read may take in all, waits for other users of the storage included; positive
 */
public record ReadRequest(Map<StreamId, Long> after, Duration timeout) {

    /** As long as it takes; what limits a read then is the store's own time-out for each statement. */
    public static final Duration NO_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * Checks and copies.
     *
     * @throws InvalidStreamException if no stream is named or a version is negative
     * @throws ConfigurationException if the time-out is not positive
     */
    public ReadRequest {
        if (after.isEmpty()) {
            throw new InvalidStreamException("A read names at least one stream.");
        }
        after = after.size() == 1 ? Map.copyOf(after) : Collections.unmodifiableMap(new LinkedHashMap<>(after));
        after.forEach((stream, version) -> {
            if (version < 0) {
                throw new InvalidStreamException(
                        "Stream '" + stream + "' cannot be read from behind version " + version + "; 0 reads it all.");
            }
        });
        if (timeout.isNegative() || timeout.isZero()) {
            throw new ConfigurationException("ReadRequest: timeout is positive, not " + timeout + ".");
        }
    }

    /** A request without a time-out. */
    public ReadRequest(Map<StreamId, Long> after) {
        this(after, NO_TIMEOUT);
    }

    /** The whole of these streams. */
    public static ReadRequest of(Collection<StreamId> streams) {
        if (streams.size() == 1) {
            return new ReadRequest(Map.of(streams.iterator().next(), 0L));
        }
        Map<StreamId, Long> after = new LinkedHashMap<>();
        streams.forEach(stream -> after.put(stream, 0L));
        return new ReadRequest(after);
    }

    /** The whole of these streams. */
    public static ReadRequest of(StreamId... streams) {
        return of(List.of(streams));
    }

    /** The same with another time-out. */
    public ReadRequest withTimeout(Duration value) {
        return new ReadRequest(after, value);
    }
}

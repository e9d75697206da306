package io.eventcore;

import io.eventcore.internal.Words;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The streams to read, each from behind a version that the reader has already seen.
 *
 * @param after for each stream the version behind which to start; 0 reads it all
 * @param timeout how long the read may take in all, waits for other users of the storage included; positive
 */
public record ReadRequest(Map<StreamId, Long> after, Duration timeout) {

    private static final String A_STREAM = "one of the streams";

    /** As long as it takes; what limits a read then is the store's own time-out for each statement. */
    public static final Duration NO_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

    /**
     * Checks the request and copies the map, in its order.
     *
     * @param after for each stream the version behind which to start, at least 0; at least one stream
     * @param timeout how long the read may take in all; positive
     * @throws InvalidStreamException if no stream is named or a version is negative
     * @throws ConfigurationException if the time-out is not positive
     */
    public ReadRequest {
        if (Required.stream(after, "the map of streams to read").isEmpty()) {
            throw new InvalidStreamException("A read names at least one stream.");
        }
        after.forEach((stream, version) -> {
            Required.stream(stream, A_STREAM);
            Required.stream(version, "the version after which to read a stream");
        });
        after = after.size() == 1 ? Map.copyOf(after) : Collections.unmodifiableMap(new LinkedHashMap<>(after));
        after.forEach((stream, version) -> {
            if (version < 0) {
                throw new InvalidStreamException(
                        "Stream '" + stream + "' cannot be read from after version " + version + "; 0 reads it all.");
            }
        });
        Required.setting(timeout, "the timeout of a read");
        if (timeout.isNegative() || timeout.isZero()) {
            throw new ConfigurationException("ReadRequest: timeout is positive, not " + Words.inWords(timeout) + ".");
        }
    }

    /**
     * A request without a time-out.
     *
     * @param after for each stream the version behind which to start; 0 reads it all
     * @throws InvalidStreamException if no stream is named or a version is negative
     */
    public ReadRequest(Map<StreamId, Long> after) {
        this(after, NO_TIMEOUT);
    }

    /**
     * A request for the whole of some streams.
     *
     * @param streams the streams, at least one
     * @return the request, without a time-out
     * @throws InvalidStreamException if no stream is named
     */
    public static ReadRequest of(Collection<StreamId> streams) {
        if (Required.stream(streams, "the collection of streams").size() == 1) {
            return new ReadRequest(Map.of(Required.stream(streams.iterator().next(), A_STREAM), 0L));
        }
        Map<StreamId, Long> after = new LinkedHashMap<>();
        streams.forEach(stream -> after.put(stream, 0L));
        return new ReadRequest(after);
    }

    /**
     * A request for the whole of some streams.
     *
     * @param streams the streams, at least one
     * @return the request, without a time-out
     * @throws InvalidStreamException if no stream is named
     */
    public static ReadRequest of(StreamId... streams) {
        return of(Arrays.asList(Required.stream(streams, "the array of streams")));
    }

    /**
     * The same streams with another time-out.
     *
     * @param value how long the read may take in all; positive
     * @return the request
     * @throws ConfigurationException if the time-out is not positive
     */
    public ReadRequest withTimeout(Duration value) {
        return new ReadRequest(after, value);
    }
}

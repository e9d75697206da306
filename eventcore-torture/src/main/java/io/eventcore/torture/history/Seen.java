package io.eventcore.torture.history;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a decision saw of all the streams of its boundary. Its text stands in events, in the reasons of rejections and in
 * histories.
 *
 * @param streams by the name of the stream, sorted
 */
public record Seen(Map<String, Sight> streams) {

    /** A decision that looked at nothing. */
    public static final Seen NOTHING = new Seen(Map.of());

    /** Copies the map. */
    public Seen {
        streams = Collections.unmodifiableMap(new TreeMap<>(streams));
    }

    /** {@return what a text says} */
    public static Seen parse(String text) {
        Map<String, Sight> streams = new TreeMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(";", -1)) {
            int equals = part.indexOf('=');
            streams.put(part.substring(0, equals), Sight.parse(part.substring(equals + 1)));
        }
        return new Seen(streams);
    }

    @Override
    public String toString() {
        return streams.entrySet().stream()
                .map(stream -> stream.getKey() + "=" + stream.getValue())
                .collect(Collectors.joining(";"));
    }
}

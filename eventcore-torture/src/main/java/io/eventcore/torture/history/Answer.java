package io.eventcore.torture.history;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a caller was told.
 *
 * @param call the call's identity
 * @param nanos the machine's monotonic clock
 * @param outcome what kind of answer
 * @param events the ids of the stored events, in order
 * @param versions what the written streams are said to have afterwards
 * @param position the position of the last event stored, or read
 * @param repeated whether it is said to be the result of an earlier call
 * @param seen what the decision that was told had seen; empty if that is not known, or stands in the stored events
 * @param error the code and the words of a failure; empty if there was none
 */
public record Answer(
        String call,
        long nanos,
        Outcome outcome,
        List<String> events,
        Map<String, Long> versions,
        long position,
        boolean repeated,
        Seen seen,
        String error) {

    /** Copies the collections. */
    public Answer {
        events = List.copyOf(events);
        versions = Map.copyOf(versions);
    }

    /** {@return an answer that holds no result} */
    public static Answer failed(String call, long nanos, Outcome outcome, Seen seen, String error) {
        return new Answer(call, nanos, outcome, List.of(), Map.of(), 0, false, seen, error);
    }

    /** {@return what must be equal of all the answers to one command id} */
    public String result() {
        return outcome + " " + events + " " + new TreeMap<>(versions) + " at " + position;
    }

    String line() {
        return String.join(
                "\t",
                "E",
                call,
                Long.toString(nanos),
                outcome.name(),
                String.join(",", events),
                versions.entrySet().stream()
                        .map(v -> v.getKey() + "=" + v.getValue())
                        .collect(Collectors.joining(",")),
                Long.toString(position),
                Boolean.toString(repeated),
                seen.toString(),
                error.replaceAll("\\s+", " "));
    }

    static Answer parse(String[] parts) {
        Map<String, Long> versions = new TreeMap<>();
        for (String part : list(parts[5])) {
            int equals = part.indexOf('=');
            versions.put(part.substring(0, equals), Long.parseLong(part.substring(equals + 1)));
        }
        return new Answer(
                parts[1],
                Long.parseLong(parts[2]),
                Outcome.valueOf(parts[3]),
                list(parts[4]),
                versions,
                Long.parseLong(parts[6]),
                Boolean.parseBoolean(parts[7]),
                Seen.parse(parts[8]),
                parts[9]);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }
}

package io.eventcore.torture.history;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The histories of all processes of a run.
 *
 * @param calls by identity
 * @param deliveries what the projection with a target of its own has delivered, by time
 * @param notes what happened beside them, by time
 */
public record History(Map<String, Call> calls, List<Delivered> deliveries, List<Note> notes) {

    private static final String SUFFIX = ".history";

    /** {@return the file in which a process keeps its history} */
    public static Path file(Path directory, String process) {
        return directory.resolve(process + SUFFIX);
    }

    /** {@return what all processes have written into a directory} */
    public static History read(Path directory) throws IOException {
        Map<String, Call> calls = new LinkedHashMap<>();
        List<Delivered> deliveries = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
                    lines.forEach(line -> add(line.split("\t", -1), calls, deliveries, notes));
                }
            }
        }
        notes.sort((one, other) -> Long.compare(one.nanos(), other.nanos()));
        deliveries.sort((one, other) -> Long.compare(one.nanos(), other.nanos()));
        return new History(calls, deliveries, notes);
    }

    /** Passes over what is cut off: the process was killed in the middle of a line, before the call was sent or after its answer. */
    private static void add(String[] parts, Map<String, Call> calls, List<Delivered> deliveries, List<Note> notes) {
        if (parts[0].equals("B") && parts.length == 6) {
            Begin begin = Begin.parse(parts);
            calls.put(begin.call(), new Call(begin, Optional.empty()));
        } else if (parts[0].equals("E") && parts.length == 10) {
            Answer answer = Answer.parse(parts);
            calls.computeIfPresent(answer.call(), (id, call) -> new Call(call.begin(), Optional.of(answer)));
        } else if (parts[0].equals("D") && parts.length == 7) {
            deliveries.add(Delivered.parse(parts));
        } else if (parts[0].equals("N") && parts.length == 5) {
            notes.add(Note.parse(parts));
        }
    }
}

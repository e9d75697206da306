package io.eventcore.torture;

import io.eventcore.torture.checker.Findings;
import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.History;
import io.eventcore.torture.history.Note;
import io.eventcore.torture.history.Outcome;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a run did and found, for people. */
final class Report {

    private Report() {}

    static void print(PrintStream out, TortureSettings settings, History history, Findings findings) {
        table(
                out,
                "calls by outcome",
                counts(history.calls().values().stream(), call -> call.outcome().toString()));
        table(
                out,
                "calls by kind",
                counts(history.calls().values().stream(), call -> call.begin().kind()));
        table(
                out,
                "failures by code",
                counts(
                        history.calls().values().stream().filter(call -> call.outcome() != Outcome.REJECTED),
                        Report::code));
        table(out, "faults", counts(notes(history, Note.FAULT), Note::subject));
        table(out, "faults that could not be injected", counts(notes(history, Note.MISSED), Note::subject));
        out.println("deliveries to a target outside: " + history.deliveries().size());
        if (findings.isEmpty()) {
            out.println("OK      every answer is explained by what is stored (seed " + settings.seed() + ")");
            return;
        }
        findings.counts().forEach((kind, count) -> out.println("FAILED  " + kind + ": " + count));
        findings.shortest().forEach(finding -> out.println("        " + finding));
        firstWrong(history, findings)
                .ifPresent(seconds -> out.printf(
                        Locale.ROOT, "FAILED  the first of it showed %.1f s after the load had begun%n", seconds));
        out.println("FAILED  seed " + settings.seed() + "; again by: ./eventcore torture --seconds "
                + settings.seconds() + " --seed " + settings.seed() + " --processes " + settings.processes());
    }

    /** In seconds; empty if it showed only when everything was compared. */
    private static OptionalDouble firstWrong(History history, Findings findings) {
        LongStream answers = findings.all().stream()
                .flatMap(finding -> Optional.ofNullable(history.calls().get(finding.call())).stream())
                .flatMap(call -> call.answer().stream())
                .mapToLong(Answer::nanos);
        LongStream noticed = notes(history, Note.WRONG).mapToLong(Note::nanos);
        OptionalLong first = LongStream.concat(answers, noticed).min();
        OptionalLong begin = notes(history, Note.BEGIN)
                .filter(note -> note.subject().equals(Note.LOAD))
                .mapToLong(Note::nanos)
                .findFirst();
        return first.isPresent() && begin.isPresent()
                ? OptionalDouble.of(Math.max(0, first.getAsLong() - begin.getAsLong()) / 1e9)
                : OptionalDouble.empty();
    }

    private static Stream<Note> notes(History history, String kind) {
        return history.notes().stream().filter(note -> note.kind().equals(kind));
    }

    private static String code(Call call) {
        String error = call.answer().map(Answer::error).orElse("no answer");
        return error.replaceFirst("[:;].*", "");
    }

    private static <T> Map<String, Long> counts(Stream<T> things, Function<T, String> name) {
        return things.collect(Collectors.groupingBy(name, TreeMap::new, Collectors.counting()));
    }

    private static void table(PrintStream out, String title, Map<String, Long> counts) {
        out.println(title + ":");
        counts.forEach((name, count) -> {
            if (!name.isEmpty()) {
                out.printf("  %8d  %s%n", count, name);
            }
        });
    }
}

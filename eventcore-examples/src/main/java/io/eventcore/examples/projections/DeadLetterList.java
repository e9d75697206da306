package io.eventcore.examples.projections;

import io.eventcore.DeadLetter;
import io.eventcore.ProjectionId;
import io.eventcore.examples.projections.TextTable.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Dead letters, for people. */
final class DeadLetterList {

    private static final int LONGEST_STREAM = 40;
    private static final int LONGEST_TYPE = 28;
    private static final int LONGEST_NOTE = 118;

    private DeadLetterList() {}

    /** A row for each; the error, whole, in lines below. */
    static List<String> read(Operator operator, ProjectionId projection, long after, int limit) {
        List<DeadLetter> found = operator.admin().deadLetters(projection, after, limit + 1);
        if (found.isEmpty()) {
            return List.of("Projection " + projection + " has no dead letters"
                    + (after > 0 ? " behind position " + Words.number(after) : "") + ".");
        }
        List<DeadLetter> shown = found.subList(0, Math.min(limit, found.size()));
        List<String> lines = new ArrayList<>(table(shown, Instant.now()).lines());
        if (found.size() > limit) {
            lines.add("There are more: list --after "
                    + shown.get(limit - 1).event().position());
        }
        return lines;
    }

    private static TextTable table(List<DeadLetter> letters, Instant now) {
        TextTable table = new TextTable(
                Column.number("POSITION"),
                Column.text("STREAM", LONGEST_STREAM),
                Column.number("VERSION"),
                Column.text("TYPE", LONGEST_TYPE),
                Column.number("TRIED"),
                Column.text("SINCE", LONGEST_TYPE),
                Column.text("STATE", LONGEST_TYPE));
        for (DeadLetter letter : letters) {
            table.add(
                    letter.error()
                            .map(error -> Words.wrapped(error, LONGEST_NOTE))
                            .orElse(""),
                    Long.toString(letter.event().position()),
                    letter.event().stream().value(),
                    Long.toString(letter.event().version()),
                    letter.event().type(),
                    Integer.toString(letter.attempts()),
                    Words.ago(letter.parkedAt(), now),
                    state(letter));
        }
        return table;
    }

    static String state(DeadLetter letter) {
        if (letter.due()) {
            return "will be retried";
        }
        return letter.error().isPresent() ? "failed" : "waits";
    }
}

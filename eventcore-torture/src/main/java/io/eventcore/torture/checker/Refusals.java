package io.eventcore.torture.checker;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The storage refuses an append only while something makes it: what has passed is not told of later calls. */
final class Refusals {

    private static final String REFUSED = "storage-failure";

    private final List<Fault> causes;
    private final Findings findings;

    Refusals(List<Note> notes, Findings findings) {
        this.causes = causes(notes);
        this.findings = findings;
    }

    /** From when to when something made it refuse. */
    private record Fault(long begin, long end) {}

    private static List<Fault> causes(List<Note> notes) {
        List<Fault> causes = new ArrayList<>();
        OptionalLong begun = OptionalLong.empty();
        for (Note note : notes) {
            if (note.subject().equals(Note.REFUSING) && note.kind().equals(Note.BEGIN)) {
                begun = OptionalLong.of(note.nanos());
            } else if (note.subject().equals(Note.REFUSING)) {
                causes.add(new Fault(begun.orElse(note.nanos()), note.nanos()));
                begun = OptionalLong.empty();
            }
        }
        begun.ifPresent(begin -> causes.add(new Fault(begin, Long.MAX_VALUE)));
        return causes;
    }

    void check(Call call) {
        if (call.answer().isEmpty()) {
            return;
        }
        Answer answer = call.answer().get();
        if (answer.error().startsWith(REFUSED) && causes.stream().noneMatch(cause -> overlaps(cause, call, answer))) {
            findings.add(
                    "the storage refuses only while a fault makes it", call.id(), call + " was told " + answer.error());
        }
    }

    private static boolean overlaps(Fault cause, Call call, Answer answer) {
        return call.begin().nanos() <= cause.end() && answer.nanos() >= cause.begin();
    }
}

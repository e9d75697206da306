package io.eventcore.torture.checker;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.History;
import io.eventcore.torture.history.Note;
import io.eventcore.torture.history.Outcome;
import java.util.Map;
import java.util.Optional;

/** Replays a history against a log. */
public final class Checker {

    private Checker() {}

    /** {@return everything in which they contradict each other, or a promise} */
    public static Findings check(History history, Log log, Optional<ReadModelTables> tables) {
        Findings findings = new Findings();
        Map<String, StreamHistory> streams = StreamHistory.of(log, findings);
        StoredDecisions decisions = new StoredDecisions(streams, findings);
        Map<String, Decision> stored = decisions.find(log, history.calls());
        SerialOrder order = new SerialOrder(streams);
        stored.values().forEach(order::add);

        Answers answers = new Answers(stored, streams, findings);
        Refusals refusals = new Refusals(history.notes(), findings);
        for (Call call : history.calls().values()) {
            answers.check(call);
            refusals.check(call);
            if (isDecidedOnly(call) && !stored.containsKey(call.id())) {
                Answer answer = call.answer().orElseThrow();
                decisions.checkSeen(call.id(), "told " + call.outcome(), answer.seen());
                order.add(new Decision(call.id(), answer.seen(), java.util.List.of()));
            }
        }
        ReadModelCheck readModels = new ReadModelCheck(log, findings);
        tables.ifPresent(readModels::checkTables);
        readModels.checkTallies(history);
        readModels.checkDeliveries(history.deliveries());
        new CommandIds(log, stored, findings).check(history.calls().values());
        history.notes().stream()
                .filter(note -> note.kind().equals(Note.WRONG))
                .forEach(note ->
                        findings.add("what clients notice themselves", "", note.subject() + ": " + note.text()));
        order.circle(history.calls())
                .ifPresent(circle -> findings.add(
                        "there is an order that explains every answer",
                        "",
                        String.join("; ", circle) + "; so one of them comes before itself"));
        return findings;
    }

    /** Whether it was told the outcome of a decision of its own that stored nothing. */
    private static boolean isDecidedOnly(Call call) {
        return call.outcome() == Outcome.REJECTED
                || (call.outcome() == Outcome.NOTHING_TO_DO
                        && !call.answer().orElseThrow().repeated());
    }
}

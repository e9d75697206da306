package io.eventcore.torture.checker;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Each command id has one result: it is recorded, all answers equal it, and its events are those of one call of the id. */
final class CommandIds {

    private final Log log;
    private final Map<String, Decision> stored;
    private final Findings findings;

    CommandIds(Log log, Map<String, Decision> stored, Findings findings) {
        this.log = log;
        this.stored = stored;
        this.findings = findings;
    }

    void check(Iterable<Call> calls) {
        Map<String, List<Call>> byId = new TreeMap<>();
        for (Call call : calls) {
            call.begin()
                    .commandId()
                    .ifPresent(id ->
                            byId.computeIfAbsent(id, key -> new ArrayList<>()).add(call));
        }
        byId.forEach(this::checkOne);
    }

    private void checkOne(String id, List<Call> calls) {
        List<Decision> decisions = calls.stream()
                .map(call -> stored.get(call.id()))
                .filter(decision -> decision != null)
                .toList();
        findings.unless(
                decisions.size() <= 1,
                "a command id takes effect once",
                id,
                "events under the command id " + id + " are stored by "
                        + decisions.stream().map(Decision::call).toList());
        Optional<String> recorded = Optional.ofNullable(log.commands().get(id)).map(CommandIds::result);
        if (!decisions.isEmpty()) {
            Decision decision = decisions.get(0);
            String kept = result(new Log.Recorded(decision.eventIds(), decision.versions(), decision.position()));
            findings.unless(
                    recorded.equals(Optional.of(kept)),
                    "a command id has one result, its own",
                    decision.call(),
                    decision.call() + " stored " + kept + "; recorded under its command id " + id + ": "
                            + recorded.orElse("nothing"));
        }
        for (Call call : calls) {
            if (call.outcome() == Outcome.STORED || call.outcome() == Outcome.NOTHING_TO_DO) {
                String told = call.answer().map(Answer::result).orElseThrow();
                findings.unless(
                        recorded.equals(Optional.of(told)),
                        "a command id has one result, its own",
                        call.id(),
                        call + " was told " + told + "; recorded: " + recorded.orElse("nothing"));
            }
        }
        checkLater(calls);
    }

    /** Once one was told its result, each that begins later is told the same, and is not decided again. */
    private void checkLater(List<Call> calls) {
        Optional<Call> first = calls.stream()
                .filter(call -> call.outcome() == Outcome.STORED || call.outcome() == Outcome.NOTHING_TO_DO)
                .min((one, other) -> Long.compare(one.end(), other.end()));
        for (Call call : calls) {
            if (first.isPresent() && call.begin().nanos() > first.get().end()) {
                boolean repeated = call.answer().map(Answer::repeated).orElse(true);
                findings.unless(
                        call.outcome() != Outcome.REJECTED
                                && (repeated
                                        || call.outcome() == Outcome.UNKNOWN
                                        || call.outcome() == Outcome.NOT_STORED
                                        || call.outcome() == Outcome.UNEXPECTED),
                        "a repeated command gets the first result",
                        call.id(),
                        call + " was decided anew (" + call.outcome() + ") after "
                                + first.get().id() + " had been told its result");
            }
        }
    }

    private static String result(Log.Recorded recorded) {
        Outcome outcome = recorded.events().isEmpty() ? Outcome.NOTHING_TO_DO : Outcome.STORED;
        return outcome + " " + recorded.events() + " " + new TreeMap<>(recorded.versions()) + " at "
                + recorded.position();
    }
}

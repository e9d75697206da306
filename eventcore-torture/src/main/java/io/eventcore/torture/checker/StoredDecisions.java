package io.eventcore.torture.checker;

import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.Seen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds the decisions in a log, and checks each by itself: whole, by a known call, on what stood there, and continued from there. */
final class StoredDecisions {

    private final Map<String, StreamHistory> streams;
    private final Findings findings;

    StoredDecisions(Map<String, StreamHistory> streams, Findings findings) {
        this.streams = streams;
        this.findings = findings;
    }

    /** The decisions of a log, by call. */
    Map<String, Decision> find(Log log, Map<String, Call> calls) {
        Map<String, List<Row>> rows = new LinkedHashMap<>();
        log.rows()
                .forEach(row -> rows.computeIfAbsent(row.call(), call -> new ArrayList<>())
                        .add(row));
        Map<String, Decision> decisions = new LinkedHashMap<>();
        rows.forEach((call, own) -> {
            Decision decision = new Decision(call, own.get(0).seen(), own);
            decisions.put(call, decision);
            checkWhole(decision);
            checkSeen(call, "stored", decision.seen());
            checkContinued(decision);
            checkMetadata(decision, calls);
            findings.unless(
                    calls.containsKey(call), "only what was called is stored", call, "no history knows " + call);
        });
        return decisions;
    }

    private void checkWhole(Decision decision) {
        String call = decision.call();
        List<Row> rows = decision.rows();
        findings.unless(
                rows.size() == rows.get(0).of(),
                "all or nothing",
                call,
                call + " decided on " + rows.get(0).of() + " events, and " + rows.size() + " are stored: " + rows);
        for (int i = 0; i < rows.size(); i++) {
            findings.unless(
                    rows.get(i).nth() == i && rows.get(i).seen().equals(decision.seen()),
                    "the events of a call are those of one decision, in order",
                    call,
                    "event " + i + " of " + call + " is event " + rows.get(i).nth() + " of a decision on "
                            + rows.get(i).seen());
        }
    }

    /** A decision saw of each stream what stood there at the version that it saw. */
    void checkSeen(String call, String what, Seen seen) {
        seen.streams().forEach((name, sight) -> {
            StreamHistory stream = streams.get(name);
            String stood = stream == null
                    ? (sight.version() == 0 ? sight.toString() : "no event at all")
                    : stream.at(sight.version()).map(Object::toString).orElse("only " + stream.length() + " events");
            findings.unless(
                    stood.equals(sight.toString()),
                    "decisions see what is stored",
                    call,
                    what + ": " + call + " saw " + sight + " of stream " + name + "; there stood " + stood);
        });
    }

    /** What it wrote stands right behind what it had seen. */
    private void checkContinued(Decision decision) {
        Map<String, Long> next = new TreeMap<>();
        decision.seen().streams().forEach((name, sight) -> next.put(name, sight.version() + 1));
        for (Row row : decision.rows()) {
            long expected = next.getOrDefault(row.stream(), -1L);
            findings.unless(
                    row.version() == expected,
                    "a decision stands right behind what it saw",
                    decision.call(),
                    decision.call() + " saw " + decision.seen().streams().get(row.stream()) + " of stream "
                            + row.stream() + ", and wrote version " + row.version() + " of it" + before(row, expected));
            next.put(row.stream(), row.version() + 1);
        }
    }

    private String before(Row row, long expected) {
        return Optional.ofNullable(streams.get(row.stream()))
                .flatMap(stream -> stream.row(expected))
                .map(other -> "; version " + expected + " is by " + other.call())
                .orElse("");
    }

    private void checkMetadata(Decision decision, Map<String, Call> calls) {
        Call call = calls.get(decision.call());
        for (Row row : decision.rows()) {
            String id = decision.call();
            boolean right = row.metadata().getOrDefault("call", "").equals(id)
                    && row.metadata().getOrDefault("correlationId", "").equals("correlation of " + id)
                    && row.metadata().getOrDefault("userId", "").equals("user of " + id)
                    && (call == null
                            || call.begin()
                                    .commandId()
                                    .map(command ->
                                            command.equals(row.metadata().get("causationId")))
                                    .orElse(true));
            findings.unless(
                    right,
                    "metadata are the call's own",
                    id,
                    "an event of " + id + " has the metadata " + row.metadata());
        }
    }
}

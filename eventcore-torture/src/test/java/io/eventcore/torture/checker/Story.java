package io.eventcore.torture.checker;

import io.eventcore.torture.history.Answer;
import io.eventcore.torture.history.Begin;
import io.eventcore.torture.history.Call;
import io.eventcore.torture.history.Delivered;
import io.eventcore.torture.history.History;
import io.eventcore.torture.history.Note;
import io.eventcore.torture.history.Outcome;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A run made by hand. What is not said otherwise is honest. */
final class Story {

    final List<Row> rows = new ArrayList<>();
    final Map<String, Long> versions = new HashMap<>();
    final Map<String, Log.Recorded> commands = new HashMap<>();
    private final Map<String, Sight> sights = new HashMap<>();
    private final Map<String, Call> calls = new TreeMap<>();
    private final List<Delivered> deliveries = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();

    /** What there is to see of some streams now. */
    Seen look(String... streams) {
        Map<String, Sight> seen = new TreeMap<>();
        for (String stream : streams) {
            seen.put(stream, sights.getOrDefault(stream, Sight.NOTHING));
        }
        return new Seen(seen);
    }

    /** What there is to see of a stream now. */
    Sight sight(String stream) {
        return sights.getOrDefault(stream, Sight.NOTHING);
    }

    /** Stores a decision, one event for each stream, and tells it. */
    Story stored(String call, long begin, long end, Seen seen, String... streams) {
        return stored(call, Optional.empty(), begin, end, seen, streams);
    }

    /** The same under a command id, which is recorded. */
    Story stored(String call, Optional<String> commandId, long begin, long end, Seen seen, String... streams) {
        Answer answer = store(call, commandId, seen, streams, end);
        commandId.ifPresent(
                id -> commands.put(id, new Log.Recorded(answer.events(), answer.versions(), answer.position())));
        calls.put(call, new Call(begin(call, commandId, begin), Optional.of(answer)));
        return this;
    }

    private Answer store(String call, Optional<String> commandId, Seen seen, String[] streams, long end) {
        List<String> events = new ArrayList<>();
        Map<String, Long> written = new TreeMap<>();
        for (int nth = 0; nth < streams.length; nth++) {
            String stream = streams[nth];
            Sight sight = sights.getOrDefault(stream, Sight.NOTHING).after("check of " + call + nth, 1);
            sights.put(stream, sight);
            versions.put(stream, sight.version());
            written.put(stream, sight.version());
            Map<String, String> metadata = Map.of(
                    "causationId",
                    commandId.orElse("drawn"),
                    "correlationId",
                    "correlation of " + call,
                    "userId",
                    "user of " + call,
                    "call",
                    call);
            rows.add(new Row(
                    rows.size() + 1,
                    "event-" + call + nth,
                    stream,
                    sight.version(),
                    call,
                    nth,
                    streams.length,
                    seen,
                    "check of " + call + nth,
                    1,
                    "",
                    metadata));
            events.add("event-" + call + nth);
        }
        return new Answer(call, end, Outcome.STORED, events, written, rows.size(), false, Seen.NOTHING, "");
    }

    /** Tells something that stores nothing. */
    Story told(String call, long begin, long end, Outcome outcome, Seen seen) {
        return told(call, Optional.empty(), begin, Answer.failed(call, end, outcome, seen, ""));
    }

    /** Tells an answer. */
    Story told(String call, Optional<String> commandId, long begin, Answer answer) {
        calls.put(call, new Call(begin(call, commandId, begin), Optional.of(answer)));
        return this;
    }

    /** A call that nobody lived to hear the end of. */
    Story unanswered(String call, long begin) {
        calls.put(call, new Call(begin(call, Optional.empty(), begin), Optional.empty()));
        return this;
    }

    /** Changes what a call was told. */
    Story change(String call, UnaryOperator<Answer> change) {
        calls.computeIfPresent(
                call, (id, before) -> new Call(before.begin(), before.answer().map(change)));
        return this;
    }

    /** Delivers an event that is stored, or what it is changed to. */
    Story delivered(int row, long nanos, UnaryOperator<Delivered> change) {
        Row event = rows.get(row);
        deliveries.add(change.apply(new Delivered(
                nanos, event.position(), event.eventId(), event.stream(), event.version(), event.check())));
        return this;
    }

    Story noted(String kind, String text) {
        return noted(1, kind, "somebody", text);
    }

    Story noted(long nanos, String kind, String subject, String text) {
        notes.add(new Note(nanos, kind, subject, text));
        return this;
    }

    /** Delivers everything that is stored. */
    Story deliveredAll() {
        for (int row = 0; row < rows.size(); row++) {
            delivered(row, 1_000 + row, UnaryOperator.identity());
        }
        return this;
    }

    /** The tables that honest projections would have. */
    ReadModelTables tables() {
        return new ReadModelTables(
                rows.stream()
                        .map(row -> new ReadModelTables.Line(row.position(), row.eventId()))
                        .toList(),
                java.util.Set.of());
    }

    Findings check() {
        return check(tables());
    }

    Findings check(ReadModelTables tables) {
        return Checker.check(
                new History(calls, deliveries, notes), new Log(rows, versions, commands), Optional.of(tables));
    }

    private static Begin begin(String call, Optional<String> commandId, long nanos) {
        return new Begin(call, nanos, "TEST", "store", commandId);
    }
}

package io.eventcore.testkit;

import io.eventcore.CommandRejectedException;
import io.eventcore.EventCoreException;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.Writes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Says how the outcome of a scenario differs from what was expected. */
final class ScenarioReport {

    private static final String INDENT = "  ";

    private final ScenarioRun run;

    ScenarioReport(ScenarioRun run) {
        this.run = run;
    }

    /** A headline, what was given, the command, and then these lines. */
    private AssertionError error(String headline, List<String> details) {
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        lines.add("given");
        if (run.before().isEmpty()) {
            lines.add(INDENT + "nothing");
        }
        run.before().forEach(timed -> timed.step().lines().forEach(line -> lines.add(INDENT + line)));
        lines.add("when");
        lines.add(INDENT + run.command());
        if (!details.isEmpty()) {
            lines.add("then");
            details.forEach(line -> lines.add(INDENT + line));
        }
        return new AssertionError(
                String.join(System.lineSeparator(), lines), run.failure().orElse(null));
    }

    /** A failure that nobody has named must not pass. */
    void refuseFailure(String expected, boolean failureExpected) {
        run.failure().filter(failure -> !failureExpected).ifPresent(failure -> {
            throw error("Expected " + expected + ", but the command " + told(failure) + ".", List.of());
        });
    }

    void refuseUnlessRejected(String reason) {
        refuseUnlessFailed(CommandRejectedException.class);
        run.failure()
                .map(EventCoreException::getMessage)
                .filter(actual -> !actual.equals(reason))
                .ifPresent(actual -> {
                    throw error(
                            "The command was refused for another reason than expected.",
                            List.of("expected: " + reason, "actual:   " + actual));
                });
    }

    void refuseUnlessFailed(Class<? extends EventCoreException> type) {
        String expected = "Expected " + type.getSimpleName() + ", but the command ";
        EventCoreException failure = run.failure()
                .orElseThrow(() -> run.appended().isEmpty()
                        ? error(expected + "had nothing to do.", List.of())
                        : error(expected + "appended events.", appended()));
        if (!type.isInstance(failure)) {
            throw error(expected + told(failure) + ".", List.of());
        }
    }

    private static String told(EventCoreException failure) {
        return failure instanceof CommandRejectedException rejected
                ? "was refused: " + rejected.reason()
                : "failed with " + failure.getClass().getSimpleName() + ": " + failure.problem();
    }

    private List<String> appended() {
        return run.appended().stream()
                .map(event -> event.stream() + ": " + event.payload())
                .toList();
    }

    void refuseUnlessAppended(Writes<?> expected) {
        Map<StreamId, List<Object>> wanted = new LinkedHashMap<>();
        for (Writes.Write write : expected.toList()) {
            wanted.computeIfAbsent(write.stream(), stream -> new ArrayList<>()).add(write.event());
        }
        Map<StreamId, List<Object>> actual = run.appendedByStream();
        if (!wanted.equals(actual)) {
            throw error("The command appended other events than expected.", compared(wanted, actual));
        }
    }

    private static List<String> compared(Map<StreamId, List<Object>> wanted, Map<StreamId, List<Object>> actual) {
        Set<StreamId> streams = new LinkedHashSet<>(wanted.keySet());
        streams.addAll(actual.keySet());
        List<String> lines = new ArrayList<>();
        for (StreamId stream : streams) {
            EventDiff diff =
                    EventDiff.between(wanted.getOrDefault(stream, List.of()), actual.getOrDefault(stream, List.of()));
            lines.add(stream + (diff.isEmpty() ? ": as expected" : ""));
            if (!diff.isEmpty()) {
                diff.lines().forEach(line -> lines.add(INDENT + line));
            }
        }
        return lines;
    }

    <T> void refuseUnlessFoldedTo(StreamFold<T, ?> fold, StreamId stream, T expected) {
        List<Object> payloads = run.payloadsOf(stream);
        T actual = fold.initialState();
        for (Object payload : payloads) {
            actual = fold.apply(actual, payload);
        }
        if (!actual.equals(expected)) {
            List<String> details = new ArrayList<>(comparedStates(expected, actual));
            details.add(payloads.isEmpty() ? "of no event" : "of");
            payloads.forEach(payload -> details.add(INDENT + payload));
            throw error("The events of stream '" + stream + "' lead to another state than expected.", details);
        }
    }

    void refuseUnlessState(Object expected) {
        Object actual = run.state();
        if (!actual.equals(expected)) {
            throw error(
                    "The command makes another state of its streams than expected.", comparedStates(expected, actual));
        }
    }

    private static List<String> comparedStates(Object expected, Object actual) {
        EventDiff.Told told = EventDiff.Told.apart(expected, actual);
        return List.of("expected: " + told.expected(), "actual:   " + told.actual());
    }

    void refuseUnlessRead(Set<StreamId> expected) {
        Set<StreamId> actual = run.streamsRead();
        if (actual.equals(expected)) {
            return;
        }
        Set<StreamId> all = new TreeSet<>(actual);
        all.addAll(expected);
        throw error(
                "The command read other streams than expected.",
                all.stream()
                        .map(stream -> readAs(expected.contains(stream), actual.contains(stream)) + stream)
                        .toList());
    }

    private static String readAs(boolean expected, boolean actual) {
        if (expected) {
            return actual ? "            " : "missing     ";
        }
        return "unexpected  ";
    }
}

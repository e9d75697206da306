package io.eventcore.testkit;

import io.eventcore.Command;
import io.eventcore.EventCoreException;
import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One run of a scenario, on a store of its own: what came before, the command, and what came of it. */
final class ScenarioRun {

    private final ScenarioStage stage;
    private final Command<?, ?> command;
    private final List<ScenarioStep.Timed> before;
    private final Instant time;
    private final Optional<EventCoreException> failure;
    private final Set<StreamId> streamsRead = new LinkedHashSet<>();
    private final List<StoredEvent<Object>> appended;

    ScenarioRun(ScenarioSettings settings, List<ScenarioStep.Timed> steps, Command<?, ?> command) {
        this.stage = new ScenarioStage(settings);
        this.command = command;
        this.before = steps.stream().map(this::run).toList();
        long head = stage.head();
        this.time = stage.startAt(Optional.empty());
        this.failure = stage.attempt(command, streamsRead);
        this.appended = stage.eventsAfter(head);
    }

    private ScenarioStep.Timed run(ScenarioStep.Timed timed) {
        Instant at = stage.startAt(Optional.ofNullable(timed.at()));
        timed.step().on(stage);
        return new ScenarioStep.Timed(timed.step(), at);
    }

    Command<?, ?> command() {
        return command;
    }

    /** What came before, each at the time at which it ran. */
    List<ScenarioStep.Timed> before() {
        return before;
    }

    /** What came before, and the command. */
    List<ScenarioStep.Timed> all() {
        List<ScenarioStep.Timed> all = new ArrayList<>(before);
        all.add(new ScenarioStep.Timed(new ScenarioStep.Tried(command), time));
        return all;
    }

    Optional<EventCoreException> failure() {
        return failure;
    }

    /** The streams that the command read, in the order in which it did. */
    Set<StreamId> streamsRead() {
        return Collections.unmodifiableSet(streamsRead);
    }

    /** The events that the command appended, to whichever stream. */
    List<StoredEvent<Object>> appended() {
        return appended;
    }

    Map<StreamId, List<Object>> appendedByStream() {
        Map<StreamId, List<Object>> events = new LinkedHashMap<>();
        appended.forEach(event ->
                events.computeIfAbsent(event.stream(), id -> new ArrayList<>()).add(event.payload()));
        return events;
    }

    List<Object> payloadsOf(StreamId stream) {
        return stage.eventsOf(stream).stream()
                .flatMap(event -> event.parts().stream())
                .map(StoredEvent::payload)
                .toList();
    }

    /** What the command itself makes of its streams after it. */
    Object state() {
        return stage.stateOf(command, streamsRead);
    }
}

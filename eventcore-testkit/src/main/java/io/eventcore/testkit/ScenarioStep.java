package io.eventcore.testkit;

import io.eventcore.Command;
import io.eventcore.StreamId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that has happened before the command. */
sealed interface ScenarioStep {

    /** Makes it happen. */
    void on(ScenarioStage stage);

    /** What it is, for people, each line without its end. */
    List<String> lines();

    /** At the time that the clock shows when the scenario runs, unless it has run at another before. */
    record Timed(ScenarioStep step, @Nullable Instant at) {}

    /** Events that are in a stream already. */
    record Events(StreamId stream, List<Object> events) implements ScenarioStep {
        @Override
        public void on(ScenarioStage stage) {
            stage.append(stream, events);
        }

        @Override
        public List<String> lines() {
            return events.stream().map(event -> stream + ": " + event).toList();
        }
    }

    /** An event as it stands in a database. */
    record Stored(StreamId stream, String type, int version, String json) implements ScenarioStep {
        @Override
        public void on(ScenarioStage stage) {
            stage.load(this);
        }

        @Override
        public List<String> lines() {
            return List.of(stream + ": stored as " + type + " version " + version + ": " + json);
        }
    }

    /** A command that was executed with success. */
    record Executed(Command<?, ?> command) implements ScenarioStep {
        @Override
        public void on(ScenarioStage stage) {
            stage.execute(command);
        }

        @Override
        public List<String> lines() {
            return List.of("command " + command);
        }
    }

    /** A command whose outcome was looked at before. */
    record Tried(Command<?, ?> command) implements ScenarioStep {
        @Override
        public void on(ScenarioStage stage) {
            stage.tryAgain(command);
        }

        @Override
        public List<String> lines() {
            return List.of("command " + command);
        }
    }
}

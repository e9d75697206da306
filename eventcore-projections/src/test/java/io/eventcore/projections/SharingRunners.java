package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;

/** What tests share in which several runners have one projection: a store, and short words for what they do. */
abstract class SharingRunners {

    static final ProjectionId NOTES = new ProjectionId("notes", 1);
    static final Duration SOON = Duration.ofMinutes(2);
    static final ProjectionConfig CONFIG = ProjectionConfig.defaults()
            .withLease(Duration.ofSeconds(1))
            .withHotPoll(Duration.ofMillis(1))
            .withIdlePoll(Duration.ofMillis(5));

    final FakeStore store = new FakeStore();
    final Rounds rounds = new Rounds(store);
    final List<ProjectionRunner> runners = new ArrayList<>();

    @AfterEach
    void stop() {
        runners.forEach(ProjectionRunner::stop);
    }

    final ProjectionRunner start(ProjectionConfig config) {
        return start(new NotesProjection(), config);
    }

    final ProjectionRunner start(NotesProjection projection, ProjectionConfig config) {
        ProjectionRunner runner = new ProjectionRunner(store, projection, config).start();
        runners.add(runner);
        return runner;
    }

    static void awaitSegments(ProjectionRunner runner, int count) {
        await(() -> assertThat(runner.status().segments()).hasSize(count));
    }

    static void await(ThrowingRunnable condition) {
        Awaitility.await().atMost(SOON).untilAsserted(condition);
    }
}

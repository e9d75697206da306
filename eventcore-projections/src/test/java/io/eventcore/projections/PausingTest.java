package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import io.eventcore.UnknownProjectionException;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PausingTest {

    private static final Duration SOON = Duration.ofMinutes(2);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = new ProjectionRunner(
            store,
            projection,
            ProjectionConfig.defaults()
                    .withBatchSize(2)
                    .withLease(Duration.ofSeconds(1))
                    .withIdlePoll(Duration.ofHours(1))
                    .withHotPoll(Duration.ofHours(1)));

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void aPausedRunnerAppliesNothingUntilItIsResumed() {
        runner.start();
        assertThat(runner.awaitPosition(store.takeNotes("before"), SOON)).isTrue();
        runner.pause();
        awaitState(State.PAUSED);
        long position = store.takeNotes("meanwhile");
        int reads = store.feed.reads.get();

        assertThat(runner.awaitPosition(position, Duration.ofMillis(50))).isFalse();
        assertThat(store.feed.reads).hasValue(reads);
        runner.resume();

        assertThat(runner.awaitPosition(position, SOON)).isTrue();
        assertThat(runner.status().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aPauseLetsTheBatchEnd() {
        projection.beforeWriting = event -> runner.pause();
        store.takeNotes("1", "2", "3", "4");

        runner.start();
        awaitState(State.PAUSED);

        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void aPauseCanBeAskedForBeforeTheStart() {
        store.takeNotes("1");
        runner.pause();
        runner.start();
        awaitState(State.PAUSED);

        assertThat(store.feed.reads).hasValue(0);
        runner.resume();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
    }

    @Test
    void aPausedRunnerCanBeStopped() {
        runner.pause();
        runner.start();
        awaitState(State.PAUSED);

        runner.stop();

        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void aPausedRunnerWhoseVersionIsRemovedFails() {
        runner.pause();
        runner.start();
        awaitState(State.PAUSED);

        ProjectionAdmin.of(store).removeActive(new ProjectionId(projection.name(), 1));

        awaitState(State.FAILED);
        assertThat(runner.status().failure()).containsInstanceOf(UnknownProjectionException.class);
    }

    private void awaitState(State state) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(runner.status().state()).isEqualTo(state));
    }
}

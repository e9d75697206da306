package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DiscardingTest {

    private static final ProjectionId NOTES = new ProjectionId("notes", 1);

    @Test
    void aLetterThatIsDiscardedWhileThoseBeforeItAreAppliedIsNotApplied() {
        FakeStore store = new FakeStore();
        ProjectionAdmin admin = ProjectionAdmin.of(store);
        NotesProjection projection = new NotesProjection();
        AtomicBoolean broken = new AtomicBoolean(true);
        projection.beforeWriting = event -> {
            if (event.position() == 1) {
                if (broken.get()) {
                    throw new IllegalStateException("broken");
                }
                assertThat(admin.discard(NOTES, 2)).isTrue();
            }
        };
        store.takeNotes("1", "2", "3");
        ProjectionConfig config = ProjectionConfig.defaults()
                .withLease(Duration.ofSeconds(1))
                .withFailurePolicy(FailurePolicy.park().withAttempts(1));
        try (ProjectionRunner runner = new ProjectionRunner(store, projection, config)) {
            runner.runUntilCaughtUp();
            broken.set(false);
            admin.retryAll(NOTES);
            runner.start();

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(admin.deadLetters(NOTES, 0, 10)).isEmpty());
        }
        assertThat(store.checkpoints.texts()).containsExactly("1", "3");
    }
}

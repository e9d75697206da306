package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.StoredEvent;
import io.eventcore.UnitOfWork;
import io.eventcore.UnknownProjectionException;
import io.eventcore.projections.ProjectionStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A new version beside the old one, and a reset in place. */
class RebuildTest {

    private static final ProjectionId V1 = new ProjectionId("notes", 1);
    private static final ProjectionId V2 = new ProjectionId("notes", 2);
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final ProjectionConfig CONFIG = ProjectionConfig.defaults().withLease(Duration.ofSeconds(1));

    private final FakeStore store = new FakeStore();
    private final ProjectionAdmin admin = ProjectionAdmin.of(store);
    private final NotesProjection first = new NotesProjection(1);
    private final NotesProjection second = new NotesProjection(2);
    private final List<ProjectionRunner> runners = new ArrayList<>();

    @AfterEach
    void stop() {
        runners.forEach(ProjectionRunner::stop);
    }

    @Test
    void theFirstVersionServesTheReadersFromTheStart() {
        ProjectionRunner runner = start(first);

        await(() -> assertThat(runner.status().active()).isTrue());

        assertThat(first.activated).hasValue(1);
        assertThat(admin.activeVersion("notes")).contains(V1);
    }

    @Test
    void aVersionThatIsStartedAgainIsNotActivatedAgain() {
        new ProjectionRunner(store, first, CONFIG).runUntilCaughtUp();
        ProjectionRunner again = start(first);
        assertThat(again.awaitPosition(store.takeNotes("1"), SOON)).isTrue();

        assertThat(first.activated).hasValue(1);
        assertThat(again.status().active()).isTrue();
    }

    @Test
    void theOldVersionAnswersUntilTheNewOneIsNotBehindIt() throws InterruptedException {
        store.takeNotesUpTo(3_000);
        ProjectionRunner old = start(first);
        assertThat(old.awaitPosition(3_000, SOON)).isTrue();
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        second.beforeWriting = event -> {
            if (event.position() == 1_500) {
                half.countDown();
                goOn.await();
            }
        };

        ProjectionRunner rebuilt = start(second);
        half.await();
        assertThat(old.awaitPosition(store.takeNotes("more"), SOON))
                .as("the old one goes on")
                .isTrue();
        assertThat(admin.activeVersion("notes")).contains(V1);
        assertThat(rebuilt.status().active()).isFalse();
        assertThat(rebuilt.status().percent()).isBetween(30.0, 40.0);
        assertThat(second.activated).hasValue(0);

        goOn.countDown();
        await(() -> assertThat(rebuilt.status().active()).isTrue());

        assertThat(second.activated).hasValue(1);
        assertThat(admin.activeVersion("notes")).contains(V2);
        assertThat(rebuilt.status().position()).isEqualTo(3_001);
        await(() -> assertThat(old.status().active()).isFalse());
        assertThat(old.awaitPosition(store.takeNotes("still"), SOON))
                .as("for a way back")
                .isTrue();
    }

    @Test
    void aNewVersionReplacesAnOldOneThatNobodyRunsAnyMore() {
        store.takeNotesUpTo(10);
        new ProjectionRunner(store, first, CONFIG).runUntilCaughtUp();

        new ProjectionRunner(store, second, CONFIG).runUntilCaughtUp();

        assertThat(admin.activeVersion("notes")).contains(V2);
        assertThat(admin.latestVersion("notes")).isEqualTo(V2);
    }

    @Test
    void aRebuildIsCancelledByRemovingItsVersion() {
        long last = store.takeNotesUpTo(100);
        new ProjectionRunner(store, first, CONFIG).runUntilCaughtUp();
        ProjectionRunner rebuild = new ProjectionRunner(store, second, CONFIG.withBatchSize(10));
        runners.add(rebuild);
        second.beforeWriting = event -> rebuild.pause();
        rebuild.start();
        await(() -> assertThat(rebuild.status().state()).isEqualTo(State.PAUSED));

        admin.remove(V2);
        rebuild.resume();

        await(() -> assertThat(rebuild.status().state()).isEqualTo(State.FAILED));
        assertThat(rebuild.status().failure()).containsInstanceOf(UnknownProjectionException.class);
        assertThat(store.checkpoints.texts())
                .as("100 of the first, one batch of the second")
                .hasSize(110);
        assertThat(admin.latestVersion("notes")).isEqualTo(V1);
        assertThat(new ProjectionRunner(store, first, CONFIG).runUntilCaughtUp())
                .isEqualTo(last);
    }

    @Test
    void theVersionThatServesTheReadersIsNotRemoved() {
        new ProjectionRunner(store, first, CONFIG).runUntilCaughtUp();

        assertThatThrownBy(() -> admin.remove(V1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'notes v1' serves the readers");
        assertThatThrownBy(() -> admin.remove(V2)).isInstanceOf(UnknownProjectionException.class);
        assertThatThrownBy(() -> admin.latestVersion("nothing")).isInstanceOf(UnknownProjectionException.class);
    }

    @Test
    void whenTheActiveVersionIsRemovedARunningOlderOneServesAgain() {
        store.takeNotes("1");
        start(first);
        await(() -> assertThat(admin.activeVersion("notes")).contains(V1));
        new ProjectionRunner(store, second, CONFIG).runUntilCaughtUp();
        assertThat(admin.activeVersion("notes")).contains(V2);

        admin.removeActive(V2);

        await(() -> assertThat(admin.activeVersion("notes")).contains(V1));
        assertThat(first.activated).as("the readers are switched back").hasValue(2);
    }

    @Test
    void aResetEmptiesTheReadModelOnceAndAppliesEverythingAgain() {
        store.takeNotes("1", "2", "3");
        ProjectionRunner runner = start(first, CONFIG.withSegments(3));
        assertThat(runner.awaitPosition(3, SOON)).isTrue();

        admin.reset(V1);

        await(() -> assertThat(first.cleared).hasValue(1));
        await(() -> assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3"));
        assertThat(runner.awaitPosition(store.takeNotes("4"), SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3", "4");
        assertThat(first.cleared).hasValue(1);
    }

    @Test
    void aProjectionThatCannotBeEmptiedFailsInsteadOfApplyingTwice() {
        Projection<Note> unclearable = new Projection<>() {
            @Override
            public String name() {
                return "unclearable";
            }

            @Override
            public Class<?> eventType() {
                return Note.class;
            }

            @Override
            public void apply(StoredEvent<Note> event, UnitOfWork unit) {
                unit.unwrap(FakeCheckpoints.Transaction.class)
                        .write(event.payload().text());
            }
        };
        store.takeNotes("1");
        ProjectionRunner runner = new ProjectionRunner(store, unclearable, CONFIG);
        runner.runUntilCaughtUp();

        admin.reset(new ProjectionId("unclearable", 1));

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("override clear()");
        assertThat(store.checkpoints.texts()).containsExactly("1");
    }

    @Test
    void aProjectionMovesToAPositionWithoutBeingEmptied() {
        store.takeNotes("1", "2", "3");
        ProjectionRunner runner = new ProjectionRunner(store, first, CONFIG);
        runner.runUntilCaughtUp();

        admin.moveTo(V1, 2);
        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3", "3");
        assertThat(first.cleared).hasValue(0);
        assertThatThrownBy(() -> admin.moveTo(V1, 4))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("from 0 to the head, 3, not to 4");
    }

    @Test
    void aNewProjectionStartsWhereItIsToldTo() {
        store.takeNotes("1", "2", "3");

        new ProjectionRunner(store, first, CONFIG.withStartPosition(2)).runUntilCaughtUp();
        new ProjectionRunner(store, second, CONFIG.withStartAtHead()).runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("3");
    }

    private ProjectionRunner start(NotesProjection projection) {
        return start(projection, CONFIG);
    }

    private ProjectionRunner start(NotesProjection projection, ProjectionConfig config) {
        ProjectionRunner runner = new ProjectionRunner(store, projection, config).start();
        runners.add(runner);
        return runner;
    }

    private static void await(ThrowingRunnable condition) {
        Awaitility.await().atMost(SOON).untilAsserted(condition);
    }
}

package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.CheckpointAheadException;
import io.eventcore.EventFilter;
import io.eventcore.EventFold;
import io.eventcore.ProjectionFailedException;
import io.eventcore.ProjectionId;
import io.eventcore.StoreUnavailableException;
import io.eventcore.UnknownProjectionException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The log goes back, or another one comes in its place, while a projection follows it. */
class AnotherLogTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionConfig config =
            ProjectionConfig.defaults().withHotPoll(Duration.ofMillis(1)).withIdlePoll(Duration.ofMillis(5));
    private final ProjectionRunner runner = new ProjectionRunner(store, projection, config);
    private final AtomicBoolean replaced = new AtomicBoolean();

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void aPageThatWasReadBeforeIsNotApplied() {
        store.takeNotes("lost", "lost too");
        store.feed.afterLooking = this::replaceOnce;

        runner.start();

        assertThat(runner.awaitPosition(3, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void aPageIsNotCommittedToAnotherLog() {
        store.takeNotes("lost", "lost too");
        projection.afterWriting = event -> replaceOnce();
        store.checkpoints.onBegin = () -> {
            if (store.checkpoints.moves() == 0 && store.feed.reads.get() > 0) {
                replaceOnce();
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(3, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void whatWasSharedBeforeIsReadAgain() {
        SharedFeed feed = new SharedFeed(store.feed, config);
        SharedFeed.Reader first = feed.reader(EventFilter.all());
        SharedFeed.Reader second = feed.reader(EventFilter.all());
        store.takeNotes("lost", "lost too");
        first.read(0, 10);

        replaceOnce();

        assertThat(second.read(0, 10).events())
                .extracting(event -> event.payload())
                .containsExactly(new Note.Taken("a"), new Note.Taken("b"), new Note.Taken("c"));
    }

    @Test
    void aRunThatIsToComeToTheEndOfTheLogSaysThatTheEndIsAnother() {
        store.takeNotes("1", "2");
        store.feed.afterLooking = this::replaceOnce;

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("run it again");

        assertThat(runner.runUntilCaughtUp()).isEqualTo(3);
        assertThat(store.checkpoints.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void aCheckpointBeyondTheEndOfTheLogStopsTheRunnerAndSaysWhatToDo() {
        store.takeNotesUpTo(9);
        runner.runUntilCaughtUp();
        replaceOnce();

        assertThatThrownBy(runner::runContinuous)
                .isInstanceOf(CheckpointAheadException.class)
                .hasMessageContaining("position 9")
                .hasMessageContaining("ends at 3")
                .hasMessageContaining("ProjectionAdmin");

        assertThat(runner.status().state()).isEqualTo(ProjectionStatus.State.FAILED);
        assertThatThrownBy(() -> runner.awaitPosition(3, SOON))
                .as("the checkpoint says nothing about this log")
                .isInstanceOf(ProjectionFailedException.class);
        assertThat(store.checkpoints.texts()).hasSize(9);
    }

    @Test
    void whatWasReachedInTheLogBeforeIsNotReachedInThisOne() {
        store.takeNotesUpTo(9);
        runner.start();
        assertThat(runner.awaitPosition(9, SOON)).isTrue();
        store.checkpoints.onBegin = () -> {
            throw new StoreUnavailableException("not now", new IllegalStateException("a test"));
        };

        replaceOnce();

        assertThat(runner.awaitPosition(3, Duration.ofMillis(300))).isFalse();
    }

    @Test
    void aProjectionThatIsRemovedAfterTheLogChangedStaysRemoved() {
        AtomicInteger beats = new AtomicInteger();
        store.checkpoints.onLease = beats::incrementAndGet;
        store.takeNotes("1");
        ProjectionConfig lively = config.withLease(Duration.ofSeconds(1));
        try (ProjectionRunner living = new ProjectionRunner(store, projection, lively)) {
            living.start();
            assertThat(living.awaitPosition(1, SOON)).isTrue();
            replaceOnce();
            int before = beats.get();
            Awaitility.await().atMost(SOON).until(() -> beats.get() > before + 2);
            List<String> texts = store.checkpoints.texts();

            ProjectionAdmin.of(store).removeActive(new ProjectionId("notes", 1));

            Awaitility.await().atMost(SOON).until(() -> living.status().state() == ProjectionStatus.State.FAILED);
            assertThat(store.checkpoints.texts()).as("nothing is applied again").startsWith(texts.get(0));
            assertThatThrownBy(() -> store.checkpoints.positions(new ProjectionId("notes", 1)))
                    .isInstanceOf(UnknownProjectionException.class);
        }
    }

    @Test
    void aModelInMemoryIsBuiltAgain() {
        InMemoryProjection<List<String>, Note> texts = InMemoryProjection.of(
                "texts",
                List.of(),
                Note.class,
                EventFold.<List<String>, Note>over(Note.class)
                        .on(
                                Note.Taken.class,
                                (all, note) -> plus(all, note.payload().text()))
                        .ignoring(Note.Lost.class)
                        .build());
        store.takeNotes("lost", "kept");
        try (ProjectionRunner other = new ProjectionRunner(store, texts, config)) {
            other.start();
            assertThat(other.awaitPosition(2, SOON)).isTrue();

            replaceOnce();

            Awaitility.await().atMost(SOON).until(() -> texts.state().equals(List.of("a", "b", "c")));
        }
    }

    private static List<String> plus(List<String> all, String text) {
        return Stream.concat(all.stream(), Stream.of(text)).toList();
    }

    private void replaceOnce() {
        if (replaced.compareAndSet(false, true)) {
            store.feed.replace("notebook", "note-taken", new Note.Taken("a"), new Note.Taken("b"), new Note.Taken("c"));
        }
    }
}

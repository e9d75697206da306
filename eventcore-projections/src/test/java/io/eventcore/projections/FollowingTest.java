package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowingTest {

    /** So long that a test which depends on a poll instead of a wake-up cannot pass. */
    private static final ProjectionConfig NEVER_POLL =
            ProjectionConfig.defaults().withIdlePoll(Duration.ofHours(1)).withHotPoll(Duration.ofHours(1));

    private static final Duration SOON = Duration.ofMinutes(2);

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = new ProjectionRunner(store, projection, NEVER_POLL);

    @AfterEach
    void stop() {
        runner.stop();
    }

    @Test
    void eachOfThousandsOfCommitsWakesTheRunner() {
        runner.start();

        for (int number = 1; number <= 5_000; number++) {
            long position = store.takeNotes(Integer.toString(number));
            assertThat(runner.awaitPosition(position, SOON)).isTrue();
        }

        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(5_000));
    }

    @Test
    void aCommitBetweenThePollAndThePauseIsNotMissed() {
        AtomicBoolean committed = new AtomicBoolean();
        store.feed.afterLooking = () -> {
            if (committed.compareAndSet(false, true)) {
                store.takeNotes("between");
            }
        };

        runner.start();

        assertThat(runner.awaitPosition(1, SOON)).isTrue();
        assertThat(store.checkpoints.texts()).containsExactly("between");
    }

    @Test
    void aCommitThatIsMadeWhileABatchIsAppliedIsNotMissed() {
        projection.afterWriting = event -> {
            if (event.position() < 100) {
                store.takeNotes("next");
            }
        };
        store.takeNotes("first");

        runner.start();

        assertThat(runner.awaitPosition(100, SOON)).isTrue();
    }

    @Test
    void aRunnerThatIsBehindDoesNotPauseBetweenPages() {
        store.takeNotesUpTo(2_000);

        runner.start();

        assertThat(runner.awaitPosition(2_000, SOON)).isTrue();
    }

    @Test
    void commitsOfOtherProcessesAreFoundByPolling() {
        try (ProjectionRunner polling = new ProjectionRunner(store, projection).start()) {
            Awaitility.await().untilAsserted(() -> assertThat(store.feed.reads).hasValueGreaterThan(3));
            store.feed.appendElsewhere("notebook", "note-taken", new Note.Taken("from elsewhere"));

            assertThat(polling.awaitPosition(1, SOON)).isTrue();
        }
    }

    @Test
    void unwantedEventsDoNotWriteACheckpointOnEveryPoll() {
        runner.start();

        for (int i = 0; i < 50; i++) {
            assertThat(runner.awaitPosition(store.sendInvoices(1), SOON)).isTrue();
        }
        assertThat(store.checkpoints.moves()).as("at most once a second").isLessThan(40);

        runner.stop();
        assertThat(store.checkpoints.position("notes")).isEqualTo(50);
    }

    @Test
    void unwantedEventsMoveTheCheckpointBeforeLongAndOthersSeeIt() {
        store.sendInvoices(3);
        try (ProjectionRunner polling = new ProjectionRunner(store, projection).start();
                ProjectionRunner other = new ProjectionRunner(store, projection)) {
            assertThat(other.awaitPosition(3, SOON)).isTrue();
            assertThat(store.checkpoints.position("notes")).isEqualTo(3);
            assertThat(polling.status().eventsApplied()).isZero();
        }
    }

    @Test
    void aRunThatHasEndedListensNoMore() {
        runner.start();
        Awaitility.await()
                .untilAsserted(() -> assertThat(store.feed.listeners()).isEqualTo(1));

        runner.stop();

        assertThat(store.feed.listeners()).isZero();
    }
}

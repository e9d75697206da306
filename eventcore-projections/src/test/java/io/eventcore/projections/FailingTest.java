package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eventcore.ProjectionFailedException;
import io.eventcore.UndecodableEventException;
import io.eventcore.projections.ProjectionStatus.State;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class FailingTest {

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = new ProjectionRunner(
            store,
            projection,
            ProjectionConfig.defaults().withFailurePolicy(FailurePolicy.stop().withAttempts(1)));

    @Test
    void whatComesBeforeTheFailingEventOfABatchIsKept() {
        store.takeNotes("1", "2", "3", "poison", "5");
        projection.afterWriting = event -> refusePoison(event.payload());

        ProjectionFailedException failure =
                catchThrowableOfType(ProjectionFailedException.class, runner::runUntilCaughtUp);

        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3");
        assertThat(store.checkpoints.position("notes")).isEqualTo(3);
        assertThat(failure.position()).isEqualTo(3);
        assertThat(failure.projection()).isEqualTo("notes");
    }

    @Test
    void theFailureNamesTheEventAndTheCause() {
        store.sendInvoices(1);
        store.takeNotes("poison");
        projection.beforeWriting = event -> refusePoison(event.payload());

        assertThatThrownBy(runner::runContinuous)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("event 2 of stream 'notebook', at position 2, of type 'note-taken'")
                .hasMessageContaining("SQL state 22000")
                .hasCauseInstanceOf(SQLException.class);
    }

    @Test
    void afterARepairTheNextRunGoesOnWithTheFailingEvent() {
        store.takeNotes("1", "poison", "3");
        projection.afterWriting = event -> refusePoison(event.payload());
        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(ProjectionFailedException.class);
        projection.afterWriting = event -> {};

        assertThat(runner.runUntilCaughtUp()).isEqualTo(3);

        assertThat(store.checkpoints.texts()).containsExactly("1", "poison", "3");
        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
        assertThat(runner.status().failure()).isEmpty();
        assertThat(runner.status().eventsApplied()).isEqualTo(3);
    }

    @Test
    void anEventThatFailsAtTheCommitIsFoundToo() {
        store.takeNotes("1", "2", "poison");
        AtomicInteger applied = new AtomicInteger();
        projection.afterWriting =
                event -> applied.addAndGet("poison".equals(event.payload().text()) ? 1 : 0);
        store.checkpoints.onCommit = () -> {
            if (applied.getAndSet(0) > 0) {
                throw new SQLException("a deferred constraint", "23503");
            }
        };

        assertThatThrownBy(runner::runUntilCaughtUp)
                .hasMessageContaining("at position 3")
                .hasMessageContaining("SQL state 23503");

        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }

    @Test
    void aBatchThatFailedOnceGoesOnWhenItsEventsSucceedOneByOne() {
        store.takeNotes("1", "2", "3");
        store.sendInvoices(2);
        AtomicInteger failures = new AtomicInteger();
        projection.afterWriting = event -> {
            if (event.position() == 2 && failures.getAndIncrement() == 0) {
                throw new SQLException("deadlock detected", "40P01");
            }
        };

        assertThat(runner.runUntilCaughtUp()).isEqualTo(5);

        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3");
        assertThat(store.checkpoints.position("notes")).isEqualTo(5);
    }

    @Test
    void anErrorStopsTheRunnerLikeAnException() {
        store.takeNotes("1");
        projection.beforeWriting = event -> {
            throw new StackOverflowError("too deep");
        };

        assertThatThrownBy(runner::runUntilCaughtUp).hasCauseInstanceOf(StackOverflowError.class);

        assertThat(runner.status().state()).isEqualTo(State.FAILED);
    }

    @Test
    void anUnknownEventTypeStopsTheRunner() {
        store.takeNotes("1");
        runner.runUntilCaughtUp();
        store.takeNotes("2");
        store.feed.beforeLooking = () -> {
            throw FakeFeed.unknownType("note-forgotten", 2);
        };

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("stopped at position 1")
                .hasMessageContaining("note-forgotten")
                .hasCauseInstanceOf(UndecodableEventException.class);
    }

    @Test
    void aProjectionWhoseTargetCannotBePreparedAppliesNothing() {
        store.takeNotes("1");
        store.checkpoints.onCommit = () -> {
            throw new SQLException("permission denied", "42501");
        };

        assertThatThrownBy(runner::runContinuous)
                .isInstanceOf(ProjectionFailedException.class)
                .hasMessageContaining("initialize failed")
                .hasMessageContaining("SQL state 42501");

        assertThat(store.checkpoints.texts()).isEmpty();
    }

    @Test
    void aCheckpointThatSomebodyElseMovedIsReadAgain() {
        store.takeNotes("1", "2");
        projection.afterWriting = event -> refusePoison(event.payload());
        store.checkpoints.movedBehindTheBack = Optional.of(1L);
        store.checkpoints.onOpen = opened -> {
            if (opened > 1) {
                store.checkpoints.movedBehindTheBack = Optional.empty();
            }
        };

        assertThat(runner.runUntilCaughtUp()).isEqualTo(2);

        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
        assertThat(runner.status().failure()).isEmpty();
    }

    @Test
    void aFailureOnTheRunnersOwnThreadStandsInTheStatus() {
        store.takeNotes("poison");
        projection.afterWriting = event -> refusePoison(event.payload());

        runner.start();

        Awaitility.await()
                .untilAsserted(() -> assertThat(runner.status().state()).isEqualTo(State.FAILED));
        assertThat(runner.status().failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("SQL state 22000"));
    }

    private static void refusePoison(Note note) throws SQLException {
        if (note.text().equals("poison")) {
            throw new SQLException("no poison, please", "22000");
        }
    }
}

package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.EventFilter;
import io.eventcore.StoreUnavailableException;
import io.eventcore.projections.ProjectionStatus.State;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CatchingUpTest {

    private final FakeStore store = new FakeStore();
    private final NotesProjection projection = new NotesProjection();
    private final ProjectionRunner runner = new ProjectionRunner(store, projection);

    @Test
    void oneCallApplies100_000EventsInOrderWithTheCheckpoint() {
        store.takeNotesUpTo(100_000);

        long position = runner.runUntilCaughtUp();

        assertThat(position).isEqualTo(100_000);
        assertThat(store.checkpoints.texts()).containsExactly(FakeStore.numbersUpTo(100_000));
        assertThat(store.checkpoints.position("notes")).isEqualTo(100_000);
        assertThat(store.checkpoints.moves()).isEqualTo(100);
    }

    @Test
    void anEmptyStoreIsCaughtUpAtOnceAndTheTargetIsPrepared() {
        assertThat(runner.runUntilCaughtUp()).isZero();

        assertThat(projection.initialized).hasValue(1);
        assertThat(runner.status().state()).isEqualTo(State.STOPPED);
    }

    @Test
    void theTargetIsPreparedBeforeTheFirstEvent() {
        store.takeNotes("a");
        projection.beforeWriting = event -> assertThat(projection.initialized).hasValue(1);

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("a");
    }

    @Test
    void eventsThatComeWhileItRunsDoNotKeepItRunning() {
        store.takeNotes("first");
        projection.afterWriting = event -> store.takeNotes("one more");

        assertThat(runner.runUntilCaughtUp()).isEqualTo(1);
    }

    @Test
    void aSecondCallGoesOnWhereTheFirstEnded() {
        store.takeNotes("a", "b");
        runner.runUntilCaughtUp();
        store.takeNotes("c");

        assertThat(runner.runUntilCaughtUp()).isEqualTo(3);

        assertThat(store.checkpoints.texts()).containsExactly("a", "b", "c");
        assertThat(runner.status().eventsApplied()).isEqualTo(3);
    }

    @Test
    void anotherRunnerGoesOnFromTheCheckpoint() {
        store.takeNotes("a", "b");
        runner.runUntilCaughtUp();
        store.takeNotes("c");

        new ProjectionRunner(store, projection).runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void itWaitsForAppendsThatAreStillUnderWay() {
        store.takeNotes("a", "under way");
        store.feed.heldBackBehind = 1;

        CompletableFuture<Long> position = CompletableFuture.supplyAsync(runner::runUntilCaughtUp);
        Awaitility.await().untilAsserted(() -> assertThat(store.feed.reads).hasValueGreaterThan(2));
        assertThat(position).isNotDone();
        store.feed.heldBackBehind = Long.MAX_VALUE;

        assertThat(position).succeedsWithin(10, TimeUnit.SECONDS).isEqualTo(2L);
        assertThat(store.checkpoints.texts()).containsExactly("a", "under way");
    }

    @Test
    void eventsOfOtherFamiliesArePassedOver() {
        store.sendInvoices(3);
        store.takeNotes("a");
        store.sendInvoices(2);

        assertThat(runner.runUntilCaughtUp()).isEqualTo(6);

        assertThat(store.checkpoints.texts()).containsExactly("a");
        assertThat(runner.status().eventsApplied()).isEqualTo(1);
    }

    @Test
    void theFilterOfTheProjectionGoesToTheFeed() {
        projection.filter = EventFilter.all().withTypes("note-lost");
        store.takeNotes("a");
        store.feed.append("notebook", "note-lost", new Note.Lost("b"));

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.texts()).containsExactly("b");
    }

    @Test
    void theCheckpointMovesPastEventsThatNobodyWants() {
        projection.filter = EventFilter.all().withTypes("note-lost");
        store.takeNotesUpTo(700);

        runner.runUntilCaughtUp();

        assertThat(store.checkpoints.position("notes")).isEqualTo(700);
        assertThat(store.checkpoints.moves()).isEqualTo(1);
    }

    @Test
    void theCheckpointMovesPastUnwantedEventsInLargeStepsOnly() {
        store.sendInvoices(5_000);

        new ProjectionRunner(store, projection, ProjectionConfig.defaults().withBatchSize(10)).runUntilCaughtUp();

        assertThat(store.checkpoints.position("notes")).isEqualTo(5_000);
        assertThat(store.checkpoints.moves()).isEqualTo(5);
    }

    @Test
    void anOutageGoesToTheCallerWhoMayCallAgain() {
        store.takeNotes("a");
        store.feed.beforeLooking = () -> {
            throw new StoreUnavailableException("the server is down");
        };
        assertThatThrownBy(runner::runUntilCaughtUp).isInstanceOf(StoreUnavailableException.class);
        store.feed.beforeLooking = () -> {};

        assertThat(runner.runUntilCaughtUp()).isEqualTo(1);
    }

    @Test
    void aConnectionThatBreaksUnderTheProjectionIsAnOutageToo() {
        store.takeNotes("a");
        projection.afterWriting = event -> {
            throw new SQLException("the connection was closed", "08006");
        };

        assertThatThrownBy(runner::runUntilCaughtUp)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("'notes v1'")
                .hasMessageContaining("SQL state 08006");
    }
}

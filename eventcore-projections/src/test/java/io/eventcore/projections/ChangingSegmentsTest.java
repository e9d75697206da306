package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.EventFilter;
import io.eventcore.Lease;
import io.eventcore.ProjectionStore;
import io.eventcore.SegmentState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The number of segments changes; nothing is lost, doubled or out of order. */
class ChangingSegmentsTest extends SharingRunners {

    @Test
    void theNumberOfSegmentsChangesWhileRunnersWorkAndNothingIsLostOrDoubled() {
        ProjectionConfig config = CONFIG.withSegments(2).withBatchSize(7);
        ProjectionRunner first = start(config);
        ProjectionRunner second = start(config);
        ProjectionAdmin admin = ProjectionAdmin.of(store);
        rounds.append(0, 40);
        awaitSegments(second, 1);

        admin.changeSegments(NOTES, 5);
        long last = rounds.append(40, 80);
        await(() -> assertThat(store.projections().positions(NOTES)).hasSize(5));
        assertThat(first.awaitPosition(last, SOON)).isTrue();

        admin.changeSegments(NOTES, 1);
        last = rounds.append(80, 120);
        await(() -> assertThat(store.projections().positions(NOTES)).hasSize(1));
        assertThat(second.awaitPosition(last, SOON)).isTrue();

        rounds.assertAppliedOnceAndInOrder(120);
    }

    @Test
    void nothingBehindTheBarrierIsAppliedBeforeTheStreamsAreDividedAnew() throws Exception {
        long barrier = rounds.append(0, 3);
        store.projections().register(NOTES, 2, 0);
        applyByHand(store.projections().lease(NOTES, "by-hand", SOON).held().get(0), barrier);
        store.projections().leave(NOTES, "by-hand");
        ProjectionAdmin.of(store).changeSegments(NOTES, 5);
        long last = rounds.append(3, 10);

        ProjectionRunner runner = start(CONFIG);

        await(() -> assertThat(store.projections().positions(NOTES)).hasSize(5));
        assertThat(runner.awaitPosition(last, SOON)).isTrue();
        rounds.assertAppliedOnceAndInOrder(10);
    }

    private void applyByHand(Lease lease, long to) throws Exception {
        EventFilter ofTheSegment = EventFilter.all().withSegment(lease.segment());
        store.projections().open(lease, ProjectionStore.NOTHING, ProjectionStore.NOTHING);
        store.projections()
                .advance(
                        lease,
                        0,
                        to,
                        unit -> store.feed
                                .read(0, ofTheSegment, 1_000)
                                .events()
                                .forEach(event -> unit.unwrap(FakeCheckpoints.Transaction.class)
                                        .write(((Note) event.payload()).text())));
    }

    @Test
    void theNumberOfSegmentsChangesAlsoWhenOneOfThemHasNothingToApply() {
        long last = store.takeNotesIn("book", "1", "2", "3");
        ProjectionRunner runner = start(CONFIG.withSegments(2));
        assertThat(runner.awaitPosition(last, SOON)).isTrue();

        ProjectionAdmin.of(store).changeSegments(NOTES, 3);

        await(() -> assertThat(store.projections().positions(NOTES))
                .hasSize(3)
                .allSatisfy((segment, position) -> assertThat(position).isEqualTo(last)));
        assertThat(store.checkpoints.texts()).containsExactly("1", "2", "3");
    }

    @Test
    void theNumberOfSegmentsChangesAlsoWhileAnEventIsAboutToBeTriedAgain() {
        Duration anHour = Duration.ofHours(1);
        NotesProjection projection = new NotesProjection();
        AtomicBoolean poison = new AtomicBoolean(true);
        projection.afterWriting = event -> {
            if (poison.get()) {
                throw new IllegalStateException("not yet");
            }
        };
        long last = store.takeNotes("1", "2");
        ProjectionRunner runner =
                start(projection, CONFIG.withFailurePolicy(FailurePolicy.stop().withPauses(anHour, anHour)));
        await(() -> assertThat(store.projections().segments())
                .extracting(SegmentState::activity)
                .containsExactly(SegmentState.Activity.RETRYING));
        poison.set(false);

        ProjectionAdmin.of(store).changeSegments(NOTES, 3);

        assertThat(runner.awaitPosition(last, SOON)).isTrue();
        assertThat(runner.status().segments()).hasSize(3);
        assertThat(store.checkpoints.texts()).containsExactly("1", "2");
    }
}

package io.eventcore.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.Segment;
import io.eventcore.StoreClosedException;
import io.eventcore.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a runner knows of itself while the number of segments changes: workers of both divisions are there. */
class RunStateTest {

    private static final ProjectionId NOTES = new ProjectionId("notes", 1);

    private final FakeStore store = new FakeStore();
    private final RunState state = new RunState(NOTES);

    @Test
    void segmentsOfTwoDivisionsAreShownAsTheyAre() {
        state.begin(Thread.currentThread());
        state.hold(new Segment(3, 4), new Thread());
        state.hold(new Segment(0, 2), new Thread());

        assertThat(state.status().segments()).containsExactly(new Segment(0, 2), new Segment(3, 4));
    }

    @Test
    void aSegmentOfTheDivisionBeforeDoesNotAnswerForANewOneOfTheSameNumber() throws Exception {
        state.begin(Thread.currentThread());
        Segment before = new Segment(0, 3);
        state.hold(before, new Thread());
        state.progress(before, 9, 9, 0);
        state.hold(new Segment(3, 4), new Thread());
        state.progress(new Segment(3, 4), 9, 9, 0);
        store.checkpoints.register(NOTES, 4, 7);

        assertThat(state.notYetAt(9, Set.of(new Segment(0, 4)))).containsExactly(new Segment(0, 4));
        assertThat(new Arrival(state, store::projections).await(9, List.of(streamIn(new Segment(0, 4))), Duration.ZERO))
                .isFalse();
    }

    @Test
    void aRunnerThatFailsRightBehindThePositionHasComeThere() throws Exception {
        state.begin(Thread.currentThread());
        store.checkpoints.register(NOTES, 1, 7);
        AtomicBoolean looked = new AtomicBoolean();
        Arrival arrival = new Arrival(state, () -> {
            if (looked.getAndSet(true)) {
                return store.checkpoints;
            }
            // Before this first look is answered, the position is passed, and the next event fails.
            state.end(Optional.of(new StoreClosedException("failed behind it")));
            return earlier();
        });

        assertThat(arrival.await(7, List.of(), Duration.ofSeconds(20))).isTrue();
    }

    private ProjectionStore earlier() {
        FakeCheckpoints behind = new FakeCheckpoints();
        behind.register(NOTES, 1, 6);
        return behind;
    }

    private static StreamId streamIn(Segment segment) {
        return IntStream.range(0, 1_000)
                .mapToObj(number -> StreamId.of("book-" + number))
                .filter(segment::contains)
                .findFirst()
                .orElseThrow();
    }
}

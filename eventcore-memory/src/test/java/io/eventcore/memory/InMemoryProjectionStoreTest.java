package io.eventcore.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.CheckpointMovedException;
import io.eventcore.ConfigurationException;
import io.eventcore.EventId;
import io.eventcore.EventReference;
import io.eventcore.EventType;
import io.eventcore.EventTypes;
import io.eventcore.Lease;
import io.eventcore.LeaseLostException;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore;
import io.eventcore.ProjectionTransaction;
import io.eventcore.SegmentState;
import io.eventcore.StreamId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryProjectionStoreTest {

    @EventType("lamp-lit")
    record LampLit(String room) {}

    private static final Instant MORNING = Instant.parse("2026-03-01T08:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ProjectionId LAMPS = new ProjectionId("lamps", 1);
    private static final EventReference EVENT =
            new EventReference(3, EventId.random(), StreamId.of("lamp-hall"), 1, "lamp-lit");

    /** Stands still until a test moves it. */
    private static final class HandMovedClock extends Clock {
        private Instant now = MORNING;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void moveBy(Duration duration) {
            now = now.plus(duration);
        }
    }

    private final HandMovedClock clock = new HandMovedClock();
    private final ProjectionStore projections = InMemoryEventStore.builder(EventTypes.of(LampLit.class))
            .clock(clock)
            .build()
            .projections();

    private Lease lease;

    @BeforeEach
    void open() throws Exception {
        projections.register(LAMPS, 1, 0);
        lease = projections.lease(LAMPS, "host-1", MINUTE).held().get(0);
        projections.open(lease, ProjectionStore.NOTHING, ProjectionStore.NOTHING);
    }

    private SegmentState state() {
        return projections.segments().get(0);
    }

    @Test
    void aTransactionHasNoHandleAndSaysSo() {
        assertThatThrownBy(() -> projections.advance(lease, 0, 1, transaction -> transaction.unwrap(String.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "The unit of work has no handle of type java.lang.String; the memory store has none.");
        assertThat(state().position()).isZero();
    }

    @Test
    void workThatMovesItsOwnCheckpointIsRefused() {
        assertThatThrownBy(() -> projections.advance(
                        lease, 0, 1, transaction -> projections.advance(lease, 0, 5, ProjectionStore.NOTHING)))
                .isInstanceOf(CheckpointMovedException.class);
        assertThat(state().position()).isEqualTo(5);
    }

    @Test
    void workThatRemovesItsOwnProjectionMovesNothing() {
        assertThatThrownBy(() -> projections.advance(lease, 0, 1, transaction -> projections.remove(LAMPS)))
                .isInstanceOf(LeaseLostException.class);
        assertThat(projections.segments()).isEmpty();
    }

    @Test
    void aLeaseThatIsLostMovesNothingAlsoBeforeTheNextHolderOpensTheSegment() {
        projections.leave(LAMPS, "host-1");
        projections.lease(LAMPS, "host-2", MINUTE);

        assertThatThrownBy(() -> projections.advance(lease, 0, 1, ProjectionStore.NOTHING))
                .isInstanceOf(LeaseLostException.class);
        assertThat(state().position()).isZero();
    }

    @Test
    void aSegmentThatWasNotOpenedIsNotMoved() {
        projections.leave(LAMPS, "host-1");
        Lease unopened = projections.lease(LAMPS, "host-2", MINUTE).held().get(0);

        assertThatThrownBy(() -> projections.advance(unopened, 0, 1, ProjectionStore.NOTHING))
                .isInstanceOf(LeaseLostException.class);
        assertThat(state().position()).isZero();
    }

    @Test
    void aTransactionThatHasEndedParksNothing() throws Exception {
        List<ProjectionTransaction> kept = new ArrayList<>();
        projections.advance(lease, 0, 1, kept::add);

        assertThatThrownBy(() -> kept.get(0).parkBehind(EVENT)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leasesEndByTheClockOfTheStore() {
        clock.moveBy(MINUTE.minusNanos(1_000));
        assertThat(state().owner()).contains("host-1");
        assertThat(projections.lease(LAMPS, "host-0", MINUTE).held()).isEmpty();

        clock.moveBy(Duration.ofNanos(1_000));
        assertThat(state().owner()).isEmpty();
        assertThat(projections.lease(LAMPS, "host-0", MINUTE).held()).hasSize(1);
    }

    @Test
    void timesComeFromTheClockOfTheStore() throws Exception {
        clock.moveBy(Duration.ofSeconds(1));
        projections.advance(lease, 0, 1, transaction -> transaction.parkFailed(EVENT, "poison", 1));
        clock.moveBy(Duration.ofSeconds(1));
        projections.report(lease, SegmentState.Activity.RETRYING, Optional.of("poison"));

        assertThat(state().movedAt()).isEqualTo(MORNING.plusSeconds(1));
        assertThat(state().errorAt()).contains(MORNING.plusSeconds(2));
        assertThat(projections.deadLetters().find(LAMPS, 3))
                .hasValueSatisfying(letter -> assertThat(letter.parkedAt()).isEqualTo(MORNING.plusSeconds(1)));
    }

    @Test
    void aCheckpointThatStaysHasNotMoved() throws Exception {
        clock.moveBy(Duration.ofSeconds(1));
        projections.advance(lease, 0, 0, ProjectionStore.NOTHING);

        assertThat(state().movedAt()).isEqualTo(MORNING);
    }

    @Test
    void theSegmentsAreNotDividedAnewWhileWorkIsUnderWay() throws Exception {
        projections.advance(lease, 0, 5, ProjectionStore.NOTHING);
        projections.repartition(LAMPS, 2);
        Lease next = projections.lease(LAMPS, "host-1", MINUTE).held().get(0);

        assertThat(next.segment().count()).isEqualTo(2);
        projections.open(next, ProjectionStore.NOTHING, ProjectionStore.NOTHING);
        projections.advance(next, 5, 9, ProjectionStore.NOTHING);
        projections.repartition(LAMPS, 3);
        List<Lease> approaching = projections.lease(LAMPS, "host-1", MINUTE).held();
        for (Lease each : approaching) {
            long from = projections.open(each, ProjectionStore.NOTHING, ProjectionStore.NOTHING);
            projections.advance(each, from, 9, transaction -> projections.lease(LAMPS, "host-1", MINUTE));
        }
        projections.advance(approaching.get(0), 9, 9, transaction -> projections.lease(LAMPS, "host-1", MINUTE));

        assertThat(projections.positions(LAMPS)).hasSize(2);
        assertThat(projections.lease(LAMPS, "host-1", MINUTE).held()).hasSize(3);
    }

    @Test
    void whatHasNoSenseIsRefused() {
        assertThatThrownBy(() -> projections.register(new ProjectionId("other", 1), 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> projections.register(new ProjectionId("other", 1), 0, 0))
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> projections.repartition(LAMPS, 0)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> projections.reset(LAMPS, -1, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> projections.deadLetters().list(LAMPS, 0, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> projections.advance(lease, 0, 1, transaction -> transaction.parkFailed(EVENT, "why", 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

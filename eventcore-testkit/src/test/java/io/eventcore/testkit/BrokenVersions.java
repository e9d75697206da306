package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionStore.Work;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.UnknownProjectionException;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Stores in which the wrong version of a projection serves readers, or one is not forgotten. */
final class BrokenVersions {

    private BrokenVersions() {}

    /** How one version takes over. */
    private interface Takeover {
        boolean of(ForwardingProjections sound, ProjectionId projection, Work work) throws Exception;
    }

    private static EventStore takingOver(EventStore sound, Takeover takeover) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public boolean activate(ProjectionId projection, Work work) throws Exception {
                return takeover.of(new ForwardingProjections(projections), projection, work);
            }
        });
    }

    static EventStore activatingNothing(EventStore sound) {
        return takingOver(sound, (projections, projection, work) -> {
            work.run(new BrokenCheckpoints.NoTransaction());
            return true;
        });
    }

    static EventStore activatingWhatIsBehind(EventStore sound) {
        return takingOver(sound, (projections, projection, work) -> {
            if (!projections.activate(projection, work)) {
                work.run(new BrokenCheckpoints.NoTransaction());
            }
            return true;
        });
    }

    static EventStore activatingBeforeTheWork(EventStore sound) {
        return takingOver(sound, (projections, projection, work) -> {
            boolean serves = projections.activate(projection, ForwardingProjections.NOTHING);
            work.run(new BrokenCheckpoints.NoTransaction());
            return serves;
        });
    }

    /** The version that serves readers goes on meanwhile. */
    static EventStore switchingBeforeTheTransaction(EventStore sound) {
        return takingOver(sound, (projections, projection, work) -> {
            work.run(new BrokenCheckpoints.NoTransaction());
            return projections.activate(projection, ForwardingProjections.NOTHING);
        });
    }

    static EventStore switchingAgain(EventStore sound) {
        return takingOver(sound, (projections, projection, work) -> {
            if (projections.segments().stream()
                    .anyMatch(state -> state.active() && state.projection().equals(projection))) {
                work.run(new BrokenCheckpoints.NoTransaction());
            }
            return projections.activate(projection, work);
        });
    }

    static EventStore goingBack(EventStore sound) {
        return takingOver(sound, (projections, projection, work) -> {
            boolean older = projections.segments().stream()
                    .filter(SegmentState::active)
                    .anyMatch(state -> state.projection().version() > projection.version());
            return older || projections.activate(projection, work);
        });
    }

    static EventStore tellingOnlyTheActiveVersionWhereItIs(EventStore sound) {
        return BrokenLeases.answering(
                sound,
                leases -> new Leases(
                        leases.held(),
                        leases.share(),
                        leases.activeVersion(),
                        leases.activeVersion().equals(OptionalInt.of(1))
                                ? OptionalLong.empty()
                                : leases.activePosition(),
                        leases.deadLettersDue()));
    }

    static EventStore removingNothing(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void remove(ProjectionId projection) {
                // That is what is broken.
            }
        });
    }

    static EventStore takingWhatIsNotKnownForEmpty(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Map<Segment, Long> positions(ProjectionId projection) {
                try {
                    return projections.positions(projection);
                } catch (UnknownProjectionException e) {
                    return Map.of();
                }
            }
        });
    }
}

package io.eventcore.testkit;

import io.eventcore.DeadLetter;
import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.SegmentState;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stores whose resets and repartitions lose, repeat or keep too much. */
final class BrokenResets {

    private BrokenResets() {}

    static EventStore alwaysToTheBeginning(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void reset(ProjectionId projection, long position, boolean clear) {
                projections.reset(projection, 0, clear);
            }
        });
    }

    static EventStore resettingAllVersions(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void reset(ProjectionId projection, long position, boolean clear) {
                projections.segments().stream()
                        .map(SegmentState::projection)
                        .filter(other -> other.name().equals(projection.name()))
                        .distinct()
                        .forEach(other -> projections.reset(other, position, clear));
            }
        });
    }

    static EventStore neverClearing(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void reset(ProjectionId projection, long position, boolean clear) {
                projections.reset(projection, position, false);
            }
        });
    }

    static EventStore alwaysClearing(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void reset(ProjectionId projection, long position, boolean clear) {
                projections.reset(projection, position, true);
            }
        });
    }

    /** That it is to be done is forgotten in one transaction, and it is done in the next. */
    static EventStore clearingAfterTheOpening(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public long open(Lease lease, Work initialize, Work clear) throws Exception {
                AtomicBoolean asked = new AtomicBoolean();
                long position = projections.open(lease, initialize, transaction -> asked.set(true));
                if (asked.get()) {
                    clear.run(new BrokenCheckpoints.NoTransaction());
                }
                return position;
            }
        });
    }

    static EventStore clearingIfTheLastResetAsksForIt(EventStore sound) {
        AtomicBoolean last = new AtomicBoolean();
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void reset(ProjectionId projection, long position, boolean clear) {
                last.set(clear);
                projections.reset(projection, position, clear);
            }

            @Override
            public long open(Lease lease, Work initialize, Work clear) throws Exception {
                return projections.open(lease, initialize, last.get() ? clear : NOTHING);
            }
        });
    }

    // Repartitions

    static EventStore keepingTheSegments(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void repartition(ProjectionId projection, int segments) {
                // That is what is broken.
            }
        });
    }

    /** What lies between the positions is left out. */
    static EventStore jumpingToTheFurthest(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void repartition(ProjectionId projection, int segments) {
                long furthest = projections.positions(projection).values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElseThrow();
                projections.reset(projection, furthest, false);
                projections.repartition(projection, segments);
            }
        });
    }

    /** What lies between the positions is applied twice. */
    static EventStore jumpingBackToTheNearest(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void repartition(ProjectionId projection, int segments) {
                long nearest = projections.positions(projection).values().stream()
                        .mapToLong(Long::longValue)
                        .min()
                        .orElseThrow();
                projections.reset(projection, nearest, false);
                projections.repartition(projection, segments);
            }
        });
    }

    static EventStore repartitioningOnce(EventStore sound) {
        Set<ProjectionId> done = new HashSet<>();
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void repartition(ProjectionId projection, int segments) {
                if (done.add(projection)) {
                    projections.repartition(projection, segments);
                }
            }
        });
    }

    static EventStore droppingDeadLettersOfOldSegments(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void repartition(ProjectionId projection, int segments) {
                for (DeadLetter letter : projections.deadLetters().list(projection, 0, 100)) {
                    projections.deadLetters().discard(projection, letter.event().position());
                }
                projections.repartition(projection, segments);
            }
        });
    }
}

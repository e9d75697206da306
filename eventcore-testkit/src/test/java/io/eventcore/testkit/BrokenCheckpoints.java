package io.eventcore.testkit;

import io.eventcore.CheckpointMovedException;
import io.eventcore.EventReference;
import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.ProjectionTransaction;
import io.eventcore.Segment;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Stores whose checkpoints move when they should not, or do not when they should. */
final class BrokenCheckpoints {

    private BrokenCheckpoints() {}

    static EventStore neverMoving(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                projections.advance(lease, from, from, work);
            }
        });
    }

    static EventStore startingAtOne(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public int register(ProjectionId projection, int segments, long position) {
                return projections.register(projection, segments, 1);
            }
        });
    }

    /** That of the furthest is told for each. */
    static EventStore withOneCheckpointForAllSegments(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Map<Segment, Long> positions(ProjectionId projection) {
                long furthest = projections.positions(projection).values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElseThrow();
                return projections.positions(projection).keySet().stream()
                        .collect(Collectors.toMap(segment -> segment, segment -> furthest));
            }
        });
    }

    static EventStore movingAlsoWhenTheWorkFails(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                projections.advance(lease, from, to, NOTHING);
                work.run(new NoTransaction());
            }
        });
    }

    static EventStore wrappingWhatTheWorkThrows(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public long open(Lease lease, Work initialize, Work clear) {
                try {
                    return projections.open(lease, initialize, clear);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void advance(Lease lease, long from, long to, Work work) {
                try {
                    projections.advance(lease, from, to, work);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    static EventStore withNamesInLowerCase(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Map<Segment, Long> positions(ProjectionId projection) {
                String name = projection.name().toLowerCase(Locale.ROOT);
                return projections.positions(new ProjectionId(name, projection.version()));
            }
        });
    }

    /** Whoever comes moves it, from wherever it is. */
    static EventStore comparingNothing(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void advance(Lease lease, long from, long to, Work work) throws Exception {
                boolean moved = false;
                while (!moved) {
                    long actual = projections.positions(lease.projection()).getOrDefault(lease.segment(), from);
                    try {
                        projections.advance(lease, actual, to, work);
                        moved = true;
                    } catch (CheckpointMovedException e) {
                        moved = false;
                    }
                }
            }
        });
    }

    static EventStore initializingOnlyTheFirstSegment(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public long open(Lease lease, Work initialize, Work clear) throws Exception {
                return projections.open(lease, lease.segment().number() == 0 ? initialize : NOTHING, clear);
            }
        });
    }

    static EventStore clearingAtEveryOpening(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public long open(Lease lease, Work initialize, Work clear) throws Exception {
                return projections.open(
                        lease,
                        transaction -> {
                            initialize.run(transaction);
                            clear.run(transaction);
                        },
                        NOTHING);
            }
        });
    }

    static EventStore openingSideBySide(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public long open(Lease lease, Work initialize, Work clear) throws Exception {
                initialize.run(new NoTransaction());
                return projections.open(lease, NOTHING, clear);
            }
        });
    }

    /** Says nothing of what it has, or has not, and forgets what it is told. */
    static final class NoTransaction implements ProjectionTransaction {
        @Override
        public <T> T unwrap(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void parkFailed(EventReference event, String error, int attempts) {}

        @Override
        public void parkBehind(EventReference event) {}

        @Override
        public void unpark(long position) {}
    }
}

package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.Leases;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that give segments to too many, to too few, or take none back. */
final class BrokenLeases {

    private BrokenLeases() {}

    /** What becomes of the answer to an instance that says that it lives. */
    interface Answer {
        Leases of(Leases sound);
    }

    static EventStore answering(EventStore sound, Answer answer) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                return answer.of(projections.lease(projection, instance, duration));
            }
        });
    }

    static Leases withHeld(Leases leases, List<Lease> held) {
        return new Leases(
                held, leases.share(), leases.activeVersion(), leases.activePosition(), leases.deadLettersDue());
    }

    static Leases withShare(Leases leases, int share) {
        return new Leases(
                leases.held(), share, leases.activeVersion(), leases.activePosition(), leases.deadLettersDue());
    }

    static Lease withToken(Lease lease, long token) {
        return new Lease(lease.projection(), lease.segment(), lease.owner(), token, lease.duration(), lease.until());
    }

    /** Everybody gets what the first has. */
    static EventStore withSharesThatIgnoreOthers(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                Leases leases = projections.lease(projection, instance, duration);
                return withShare(leases, projections.positions(projection).size());
            }
        });
    }

    static EventStore givingAtMostThree(EventStore sound) {
        return answering(
                sound,
                leases -> withShare(
                        withHeld(leases, leases.held().stream().limit(3).toList()), Math.min(3, leases.share())));
    }

    /** Who looks first and writes then lets others in between. */
    static EventStore givingWhatAnotherHas(EventStore sound) {
        Map<Segment, Lease> last = new ConcurrentHashMap<>();
        return answering(sound, leases -> {
            leases.held().forEach(lease -> last.put(lease.segment(), lease));
            return withHeld(leases, List.copyOf(last.values()));
        });
    }

    static EventStore withTokensThatNeverGrow(EventStore sound) {
        return answering(
                sound,
                leases -> withHeld(
                        leases,
                        leases.held().stream().map(lease -> withToken(lease, 1)).toList()));
    }

    /** A renewal looks like a new lease. */
    static EventStore withATokenForEachRenewal(EventStore sound) {
        Map<Segment, Long> renewals = new HashMap<>();
        return answering(
                sound,
                leases -> withHeld(
                        leases,
                        leases.held().stream()
                                .map(lease -> withToken(
                                        lease, lease.token() + renewals.merge(lease.segment(), 1L, Long::sum)))
                                .toList()));
    }

    static EventStore keepingWhatIsGivenBack(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void release(Lease lease) {
                // That is what is broken.
            }
        });
    }

    static EventStore keepingThoseThatLeave(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void leave(ProjectionId projection, String instance) {
                // That is what is broken.
            }
        });
    }

    static EventStore withLeasesThatNeverEnd(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                return projections.lease(projection, instance, Duration.ofDays(1));
            }
        });
    }

    static EventStore registeringAgain(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public int register(ProjectionId projection, int segments, long position) {
                if (projections.segments().stream()
                        .anyMatch(state -> state.projection().equals(projection))) {
                    projections.remove(projection);
                }
                return projections.register(projection, segments, position);
            }
        });
    }

    /** An instance that runs one version is taken to run them all. */
    static EventStore sharingAllVersionsTogether(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public Leases lease(ProjectionId projection, String instance, Duration duration) {
                projections.segments().stream()
                        .map(SegmentState::projection)
                        .filter(other -> other.name().equals(projection.name()))
                        .forEach(other -> projections.lease(other, instance, duration));
                return projections.lease(projection, instance, duration);
            }
        });
    }
}

package io.eventcore.testkit;

import io.eventcore.EventStore;
import io.eventcore.Lease;
import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Stores that tell operators what is not so. */
final class BrokenSegmentStates {

    private BrokenSegmentStates() {}

    private static final SegmentState INVENTED = new SegmentState(
            new ProjectionId("invented", 1),
            false,
            Segment.ALL,
            0,
            Optional.empty(),
            Optional.empty(),
            Activity.IDLE,
            Optional.empty(),
            Optional.empty(),
            Instant.EPOCH,
            0);

    private static EventStore listing(EventStore sound, UnaryOperator<List<SegmentState>> change) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public List<SegmentState> segments() {
                return change.apply(projections.segments());
            }
        });
    }

    private static EventStore telling(
            EventStore sound, Optional<Activity> activity, boolean behind, Optional<Instant> movedAt) {
        return listing(
                sound,
                states -> states.stream()
                        .map(state -> new SegmentState(
                                state.projection(),
                                state.active(),
                                state.segment(),
                                state.position(),
                                behind ? state.behindSince() : Optional.empty(),
                                state.owner(),
                                activity.orElse(state.activity()),
                                state.error(),
                                state.errorAt(),
                                movedAt.orElse(state.movedAt()),
                                state.deadLetters()))
                        .toList());
    }

    static EventStore inventingOne(EventStore sound) {
        return listing(sound, states -> states.isEmpty() ? List.of(INVENTED) : states);
    }

    static EventStore lastFirst(EventStore sound) {
        return listing(sound, states -> {
            List<SegmentState> reversed = new ArrayList<>(states);
            Collections.reverse(reversed);
            return reversed;
        });
    }

    static EventStore alwaysFailed(EventStore sound) {
        return telling(sound, Optional.of(Activity.FAILED), true, Optional.empty());
    }

    static EventStore neverBehind(EventStore sound) {
        return telling(sound, Optional.empty(), false, Optional.empty());
    }

    static EventStore movedLongAgo(EventStore sound) {
        return telling(sound, Optional.empty(), true, Optional.of(Instant.EPOCH));
    }

    static EventStore forgettingReports(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void report(Lease lease, Activity activity, Optional<String> error) {
                // That is what is broken.
            }
        });
    }

    static EventStore clearingTheErrorAtEachReport(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void report(Lease lease, Activity activity, Optional<String> error) {
                projections.report(lease, activity, Optional.of(error.orElse("none")));
            }
        });
    }

    static EventStore idleWhenGivenBack(EventStore sound) {
        return ForwardingProjections.with(sound, projections -> new ForwardingProjections(projections) {
            @Override
            public void release(Lease lease) {
                projections.report(lease, Activity.IDLE, Optional.empty());
                projections.release(lease);
            }
        });
    }
}

package io.eventcore.torture.workload;

import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.util.function.Function;

/** Carries out a plan on the states that a fold makes of each stream. */
final class FoldedCommand implements StreamCommand<Sight, TortureEvent>, Deciding<StreamStates<Sight>> {

    private final Plan plan;
    private final StreamFold<Sight, TortureEvent> fold;
    private volatile Seen lastSeen = Seen.NOTHING;

    FoldedCommand(Plan plan, StreamFold<Sight, TortureEvent> fold) {
        this.plan = plan;
        this.fold = fold;
    }

    @Override
    public StreamFold<Sight, TortureEvent> fold() {
        return fold;
    }

    @Override
    public Streams streams() {
        return Streams.of(plan.streams());
    }

    @Override
    public Streams discover(StreamStates<Sight> states) {
        return Streams.of(plan.boundary(in(states)));
    }

    @Override
    public Writes<TortureEvent> handle(StreamStates<Sight> states) {
        Function<StreamId, Sight> sight = in(states);
        lastSeen = plan.seen(sight);
        return plan.decide(sight, condition -> require(condition, lastSeen.toString()));
    }

    /** The version is the store's, the rest is what the fold has made of the events: a decision tells both. */
    private static Function<StreamId, Sight> in(StreamStates<Sight> states) {
        return stream -> {
            if (!states.streams().contains(stream)) {
                return Sight.NOTHING;
            }
            Sight sight = states.of(stream);
            long version = states.versionOf(stream);
            return version == sight.version() ? sight : new Sight(version, "of-" + sight.version(), sight.balance());
        };
    }

    @Override
    public Seen lastSeen() {
        return lastSeen;
    }
}

package io.eventcore.torture.workload;

import io.eventcore.StoredEvent;
import io.eventcore.StreamId;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.torture.events.TortureEvent;
import io.eventcore.torture.history.Seen;
import io.eventcore.torture.history.Sight;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Carries out a plan on a state that it folds itself from the events of all its streams. */
final class FreeCommand implements Deciding<Map<StreamId, Sight>> {

    private final Plan plan;
    private volatile Seen lastSeen = Seen.NOTHING;

    FreeCommand(Plan plan) {
        this.plan = plan;
    }

    @Override
    public Streams streams() {
        return Streams.of(plan.streams());
    }

    @Override
    public Map<StreamId, Sight> initialState() {
        return Map.of();
    }

    @Override
    public Map<StreamId, Sight> apply(Map<StreamId, Sight> state, StoredEvent<TortureEvent> event) {
        Map<StreamId, Sight> next = new HashMap<>(state);
        Sight before = state.getOrDefault(event.stream(), Sight.NOTHING);
        Sight after = before.after(event.payload().check(), event.payload().amount());
        next.put(
                event.stream(),
                after.version() == event.version() ? after : new Sight(event.version(), "of-" + after.version(), 0));
        return next;
    }

    @Override
    public Streams discover(Map<StreamId, Sight> state) {
        return Streams.of(plan.boundary(in(state)));
    }

    @Override
    public Writes<TortureEvent> handle(Map<StreamId, Sight> state) {
        Function<StreamId, Sight> sight = in(state);
        lastSeen = plan.seen(sight);
        return plan.decide(sight, condition -> require(condition, lastSeen.toString()));
    }

    private static Function<StreamId, Sight> in(Map<StreamId, Sight> state) {
        return stream -> state.getOrDefault(stream, Sight.NOTHING);
    }

    @Override
    public Seen lastSeen() {
        return lastSeen;
    }

    /** Said here, for the class names it only in an interface above its own. */
    @Override
    public Class<?> eventType() {
        return TortureEvent.class;
    }
}

package io.eventcore.projections;

import io.eventcore.projections.ProjectionStatus.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * How far a runner has come, as gauges. A registry shows one runner of a name: the one whose run began last.
 * Thread-safe.
 */
final class ProjectionGauges {

    private static final String LAG = "eventcore.projection.lag";
    private static final String BEHIND = "eventcore.projection.behind";
    private static final String POSITION = "eventcore.projection.position";
    private static final String SEGMENTS = "eventcore.projection.segments";
    private static final String FAILED = "eventcore.projection.failed";

    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry meters;
    private final RunState state;
    private final ReentrantLock lock = new ReentrantLock();
    /** By identity, because to Micrometer the gauges of two runners of one name are equal. */
    private final Set<Gauge> own = Collections.newSetFromMap(new IdentityHashMap<>());

    ProjectionGauges(MeterRegistry meters, RunState state) {
        this.meters = meters;
        this.state = state;
    }

    /** Registers the gauges, unless another runner of this name has. */
    void showIfFree() {
        lock.lock();
        try {
            if (shown().isEmpty()) {
                own.clear();
                own.add(register(LAG, "How many positions a projection is behind", ProjectionGauges::lag));
                own.add(register(BEHIND, "The age of the oldest event that is not applied", ProjectionGauges::behind));
                own.add(register(
                        POSITION, "Where a projection is: all before it is applied", ProjectionGauges::position));
                own.add(register(SEGMENTS, "How many segments this instance works on", ProjectionGauges::segments));
                own.add(register(FAILED, "1 if the projection has failed and stopped", ProjectionGauges::failed));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Registers the gauges, instead of those of another runner of this name. */
    void show() {
        lock.lock();
        try {
            shown().stream().filter(gauge -> !own.contains(gauge)).forEach(meters::remove);
            showIfFree();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the gauges, if they are those of this runner. */
    void hide() {
        lock.lock();
        try {
            shown().stream().filter(own::contains).forEach(meters::remove);
            own.clear();
        } finally {
            lock.unlock();
        }
    }

    private List<Gauge> shown() {
        return Stream.of(LAG, BEHIND, POSITION, SEGMENTS, FAILED)
                .map(name -> meters.find(name)
                        .tag("projection", state.projection().name())
                        .gauge())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Not a number while this instance does not read the feed: then it does not know. */
    private static double lag(RunState state) {
        return state.inReach() ? state.status().lag() : Double.NaN;
    }

    /** In seconds. It grows while an event fails again and again, and also when that has stopped the runner. */
    private static double behind(RunState state) {
        return state.status().behindFor().toNanos() / NANOS_PER_SECOND;
    }

    /** Not a number before it is known. */
    private static double position(RunState state) {
        return state.positionKnown() ? state.status().position() : Double.NaN;
    }

    private static double segments(RunState state) {
        return state.status().segments().size();
    }

    private static double failed(RunState state) {
        return state.status().state() == State.FAILED ? 1 : 0;
    }

    private Gauge register(String name, String description, ToDoubleFunction<RunState> value) {
        return Gauge.builder(name, state, value)
                .description(description)
                .baseUnit(name.equals(BEHIND) ? "seconds" : null)
                .tag("projection", state.projection().name())
                .register(meters);
    }
}

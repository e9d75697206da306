package io.eventcore.projections;

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
    private static final String POSITION = "eventcore.projection.position";

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
                own.add(register(LAG, "How many positions a projection is behind", RunState::lag));
                own.add(register(POSITION, "Where a projection is: all before it is applied", RunState::knownPosition));
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
        return Stream.of(LAG, POSITION)
                .map(name -> meters.find(name).tag("projection", state.name()).gauge())
                .filter(Objects::nonNull)
                .toList();
    }

    private Gauge register(String name, String description, ToDoubleFunction<RunState> value) {
        return Gauge.builder(name, state, value)
                .description(description)
                .tag("projection", state.name())
                .register(meters);
    }
}

package io.eventcore.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long and how large the measurement of projections is.
 *
 * @param events that are caught up with
 * @param turns how often
 * @param commandsPerSecond the rates at which commands come while a projection follows
 * @param tail how long they come
 * @param idle how long nothing comes
 */
record ProjectionSizes(int events, int turns, List<Integer> commandsPerSecond, Duration tail, Duration idle) {

    static final ProjectionSizes FULL =
            new ProjectionSizes(1_000_000, 3, List.of(100, 5_000), Duration.ofSeconds(30), Duration.ofMinutes(10));

    static final ProjectionSizes QUICK =
            new ProjectionSizes(100_000, 3, List.of(100, 2_000), Duration.ofSeconds(8), Duration.ofSeconds(20));

    /** By their names. */
    Map<String, String> byName() {
        return Map.of(
                "events", Integer.toString(events),
                "turns", Integer.toString(turns),
                "commandsPerSecond", commandsPerSecond.toString(),
                "tail", tail.toString(),
                "idle", idle.toString());
    }
}

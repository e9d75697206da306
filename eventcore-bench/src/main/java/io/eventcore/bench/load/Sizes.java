package io.eventcore.bench.load;

import java.time.Duration;
import java.util.Map;

/**
 * How long and how large everything is.
 *
 * @param compilation how long commands run before the first scenario, until the virtual machine has compiled them well
 * @param turn how long a side works in a turn
 * @param warmUp how long it works before the first
 * @param pairs how many turns each side has
 * @param accounts the streams of the commands
 * @param catchUpEvents the events that the projection reads
 * @param growthEvents the events of the large table
 */
record Sizes(
        Duration compilation,
        Duration turn,
        Duration warmUp,
        int pairs,
        int accounts,
        int catchUpEvents,
        int growthEvents) {

    static final Sizes FULL = new Sizes(
            Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofSeconds(5), 11, 20_000, 1_000_000, 5_000_000);

    /** Short turns and many: what disturbs the machine for some seconds spoils few pairs, and the median none. */
    static final Sizes QUICK = new Sizes(
            Duration.ofSeconds(12), Duration.ofSeconds(1), Duration.ofSeconds(3), 9, 20_000, 200_000, 1_000_000);

    /** By their names. */
    Map<String, String> byName() {
        return Map.of(
                "compilation", compilation.toString(),
                "turn", turn.toString(),
                "warmUp", warmUp.toString(),
                "pairs", Integer.toString(pairs),
                "accounts", Integer.toString(accounts),
                "catchUpEvents", Integer.toString(catchUpEvents),
                "growthEvents", Integer.toString(growthEvents));
    }

    /** The figure for the large table, by its size in millions. */
    String growthFigure() {
        return "growth_" + Math.max(1, growthEvents / 1_000_000) + "m";
    }
}

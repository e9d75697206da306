package io.eventcore.bench.load;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How long is measured when the work grows, and the sizes that it grows through.
 *
 * @param rounds how often each point has its turn, and for how long
 * @param accounts the streams of the commands, unless they are what grows
 * @param writers commands in flight
 * @param streams streams that the commands pick from
 * @param stored events that are in the table already
 * @param lengths events in the stream of a command
 * @param commandsPerTurn the most commands of a turn on streams of one length, for which streams are made first
 * @param eventBytes text in an event
 * @param bytesPerTurn the most text of a turn
 * @param lanes append lanes
 * @param instances processes
 */
record ScalingSizes(
        Rounds rounds,
        int accounts,
        List<Integer> writers,
        List<Integer> streams,
        List<Integer> stored,
        List<Integer> lengths,
        int commandsPerTurn,
        List<Integer> eventBytes,
        int bytesPerTurn,
        List<Integer> lanes,
        List<Integer> instances) {

    private static final List<Integer> POWERS_OF_TWO = List.of(1, 2, 4, 8);

    static final ScalingSizes FULL = usual(
            new Rounds(Duration.ofSeconds(3), Duration.ofSeconds(2), 11),
            List.of(0, 1_000_000, 5_000_000),
            10_000,
            100_000_000);

    static final ScalingSizes QUICK = usual(
            new Rounds(Duration.ofSeconds(1), Duration.ofMillis(700), 5), List.of(0, 1_000_000), 3_000, 30_000_000);

    private static ScalingSizes usual(Rounds rounds, List<Integer> stored, int commandsPerTurn, int bytesPerTurn) {
        return new ScalingSizes(
                rounds,
                20_000,
                List.of(1, 4, 16, 64, 256, 1_024),
                List.of(100, 1_000, 10_000, 100_000, 1_000_000),
                stored,
                List.of(1, 10, 100, 1_000, 10_000),
                commandsPerTurn,
                List.of(100, 1_000, 10_000, 100_000),
                bytesPerTurn,
                POWERS_OF_TWO,
                POWERS_OF_TWO);
    }

    /** By their names, but for the sizes that the points name themselves. */
    Map<String, String> byName() {
        return Map.of(
                "turn", rounds.turn().toString(),
                "warmUp", rounds.warmUp().toString(),
                "rounds", Integer.toString(rounds.count()),
                "accounts", Integer.toString(accounts),
                "commandsPerTurn", Integer.toString(commandsPerTurn),
                "bytesPerTurn", Integer.toString(bytesPerTurn));
    }
}

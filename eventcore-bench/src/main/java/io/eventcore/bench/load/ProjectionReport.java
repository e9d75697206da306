package io.eventcore.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What projections cost.
 *
 * @param environment where
 * @param catchUps how fast each kind came through the whole feed
 * @param tails how soon after its commit an event was applied
 * @param idle what a projection costs that has nothing to do
 */
record ProjectionReport(RunEnvironment environment, List<CatchUp> catchUps, List<Tail> tails, Idle idle) {

    /**
     * One kind of projection.
     *
     * @param kind what it writes
     * @param events how many it applied in each turn
     * @param perSecond the median over the turns
     * @param turns events per second in each turn
     */
    record CatchUp(String kind, long events, double perSecond, List<Double> turns) {}

    /**
     * A rate of commands.
     *
     * @param commandsPerSecond that were asked for
     * @param reached commands per second that were executed
     * @param latency from the moment at which the caller knew of the commit to the moment at which a caller of
     *     awaitPosition knew that it was applied
     */
    record Tail(int commandsPerSecond, double reached, Latency latency) {}

    /**
     * A runner on a store where nothing happens.
     *
     * @param seconds how long
     * @param clientCpu of this process, in percent of one core
     * @param serverCpu of all processes of the server that work for the database, in percent of one core; not a number if
     *     they are on another machine
     * @param transactionsPerSecond all that the database counted
     */
    record Idle(double seconds, double clientCpu, double serverCpu, double transactionsPerSecond) {}

    /** The tables for people. */
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add("catching up                                events/s (median)   turns");
        catchUps.forEach(each -> lines.add(format(
                "  %-42s %,14.0f   %s",
                each.kind,
                each.perSecond,
                each.turns.stream().map(turn -> format("%,.0f", turn)).toList())));
        lines.add("");
        lines.add("commit to applied                          reached/s      p50 ms    p90 ms    p99 ms    max ms");
        tails.forEach(each -> lines.add(format(
                "  %-38s %,12.0f %11.2f %9.2f %9.2f %9.2f",
                format("%,d commands a second", each.commandsPerSecond),
                each.reached,
                each.latency.p50(),
                each.latency.p90(),
                each.latency.p99(),
                each.latency.max())));
        lines.add("");
        lines.add(format(
                "idle for %,.0f s: %.2f %% of a core here, %.2f %% in the server, %.2f transactions a second",
                idle.seconds, idle.clientCpu, idle.serverCpu, idle.transactionsPerSecond));
        return lines;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

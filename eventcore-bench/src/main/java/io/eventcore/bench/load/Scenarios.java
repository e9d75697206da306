package io.eventcore.bench.load;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** All scenarios, each in a database of its own. */
final class Scenarios {

    /** Whose latency is a figure of its own. */
    static final String SINGLE = "single_256";

    private static final int MANY = 256;
    private static final int CONNECTIONS = 16;
    private static final int HOT_CALLERS = 64;
    private static final int BATCHES = 8;
    private static final int BATCH = 100;

    /** One client reaches few streams in its time: so few that it comes back to each. */
    private static final int STREAMS_OF_ONE_CLIENT = 100;

    /** As many as a projection reads at once, by its default. */
    private static final int PAGE = 1_000;

    private final Server server;
    private final Sizes sizes;

    Scenarios(Server server, Sizes sizes) {
        this.server = server;
        this.sizes = sizes;
    }

    /** Opens a scenario. */
    @FunctionalInterface
    interface Opener {
        Scenario open() throws SQLException;
    }

    /** The scenarios by their names, in order. */
    Map<String, Opener> all() {
        Map<String, Opener> all = new LinkedHashMap<>();
        all.put(SINGLE, this::single);
        all.put("pair_256", this::pair);
        all.put("batch100_8", this::batch);
        all.put("one_client", this::oneClient);
        all.put("hot_stream_64", this::hotStream);
        all.put("catchup", this::catchUp);
        all.put(sizes.growthFigure(), this::growth);
        return all;
    }

    /** Runs commands for nobody, so that the first scenario is not measured while they are being compiled. */
    void warmUp() throws SQLException, InterruptedException {
        CommandSource deposits = CommandSource.deposits(sizes.accounts());
        try (CommandSide side =
                new CommandSide("warm-up", server.newDatabase(), MANY, turn -> deposits, Totals.NOTHING)) {
            side.run(sizes.compilation());
            side.check();
        }
    }

    private Scenario single() throws SQLException {
        return commands(SINGLE, CommandSource.deposits(sizes.accounts()), 2.5, 8);
    }

    private Scenario pair() throws SQLException {
        return commands("pair_256", CommandSource.transfers(sizes.accounts()), 1.8, 8);
    }

    private Scenario commands(String name, CommandSource source, double insertGoal, double naiveGoal)
            throws SQLException {
        BenchDatabase database = server.newDatabase();
        IntFunction<CommandSource> always = turn -> source;
        return new Scenario(
                name,
                new CommandSide(MANY + " commands in flight", database, MANY, always, Totals.NOTHING),
                List.of(
                        new Rival(
                                name + ".vs_insert",
                                insertGoal,
                                new InsertSide(database, CONNECTIONS, sizes.accounts())),
                        new Rival(name + ".vs_naive", naiveGoal, new NaiveSide(database, MANY, always))));
    }

    private Scenario batch() throws SQLException {
        BenchDatabase database = server.newDatabase();
        return new Scenario(
                "batch100_8",
                new BatchSide(database, BATCHES, BATCH),
                List.of(new Rival(
                        "batch100_8.vs_copy", 0.75, new CopySide(database, BATCHES * BATCH, sizes.accounts()))));
    }

    private Scenario oneClient() throws SQLException {
        BenchDatabase database = server.newDatabase();
        Tally tally = new Tally();
        return new Scenario(
                "one_client",
                new OneClientSide(database, CommandSource.deposits(STREAMS_OF_ONE_CLIENT), tally),
                List.of(new Rival("one_client.vs_call", 0.9, new CallSide(database, STREAMS_OF_ONE_CLIENT, tally))));
    }

    /** Each turn has a stream of its own, so that a side does not pay for what an earlier turn appended. */
    private Scenario hotStream() throws SQLException {
        BenchDatabase database = server.newDatabase();
        return new Scenario(
                "hot_stream_64",
                new CommandSide(
                        HOT_CALLERS + " commands in flight", database, HOT_CALLERS, CommandSource::hot, Totals.NOTHING),
                List.of(new Rival(
                        "hot_stream_64.vs_naive", 10, new NaiveSide(database, HOT_CALLERS, CommandSource::hot))));
    }

    private Scenario catchUp() throws SQLException {
        BenchDatabase database = server.newDatabase();
        new Filling(database, sizes.catchUpEvents()).run();
        return new Scenario(
                "catchup",
                new CatchUpSide(database, TypeCounts.of(database)),
                List.of(new Rival("catchup.vs_scan", 0.8, new ScanSide(database, PAGE, TypeCounts.of(database)))));
    }

    private Scenario growth() throws SQLException {
        BenchDatabase full = server.newDatabase();
        BenchDatabase empty = server.newDatabase();
        Totals present = new Filling(full, sizes.growthEvents()).run();
        IntFunction<CommandSource> deposits = turn -> CommandSource.deposits(sizes.accounts());
        return new Scenario(
                sizes.growthFigure(),
                new CommandSide(MANY + " commands beside many events", full, MANY, deposits, present),
                List.of(new Rival(
                        sizes.growthFigure(),
                        0.9,
                        new CommandSide(MANY + " commands, empty at first", empty, MANY, deposits, Totals.NOTHING))));
    }
}

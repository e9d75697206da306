package io.eventcore.bench.load;

import io.eventcore.CommandExecutor;
import io.eventcore.bench.load.ProjectionReport.CatchUp;
import io.eventcore.bench.load.ProjectionReport.Idle;
import io.eventcore.bench.load.ProjectionReport.Tail;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionRunner;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Measures projections: how fast they catch up, how soon they apply what is committed, and what they cost at rest. */
final class ProjectionFigures {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Server server;
    private final ProjectionSizes sizes;
    private final PrintStream err;

    ProjectionFigures(Server server, ProjectionSizes sizes, PrintStream err) {
        this.server = server;
        this.sizes = sizes;
        this.err = err;
    }

    ProjectionReport run(RunEnvironment environment) throws Exception {
        err.println("filling " + sizes.events() + " events");
        BenchDatabase database = server.newDatabase();
        new Filling(database, sizes.events()).run();
        List<CatchUp> catchUps = new ArrayList<>();
        catchUps.add(counting(database));
        catchUps.add(upserts(database, "an upsert per event, a batch together", true));
        catchUps.add(upserts(database, "an upsert per event, one by one", false));
        List<Tail> tails = new ArrayList<>();
        for (int rate : sizes.commandsPerSecond()) {
            err.println(rate + " commands a second");
            tails.add(tail(database, rate));
        }
        err.println("idle for " + sizes.idle().toSeconds() + " s");
        return new ProjectionReport(environment, catchUps, tails, idle(database));
    }

    private CatchUp counting(BenchDatabase database) throws SQLException {
        TypeCounts expected = TypeCounts.of(database);
        try (CatchUpSide side = new CatchUpSide(database, expected)) {
            CatchUp figure = catchUp("counting in memory", turn -> {
                Work work = side.run(Duration.ZERO);
                return work.perSecond();
            });
            side.check();
            return figure;
        }
    }

    private CatchUp upserts(BenchDatabase database, String kind, boolean together) throws SQLException {
        List<Balances> all = new ArrayList<>();
        CatchUp figure = catchUp(kind, turn -> {
            Balances balances = new Balances("balances_" + (together ? "together_" : "single_") + turn, together);
            all.add(balances);
            try (PostgresEventStore store = database.openStore();
                    ProjectionRunner runner = new ProjectionRunner(store, balances)) {
                long start = System.nanoTime();
                runner.runUntilCaughtUp();
                return sizes.events() * NANOS_PER_SECOND / (System.nanoTime() - start);
            }
        });
        for (Balances balances : all) {
            balances.check(database);
        }
        return figure;
    }

    private CatchUp catchUp(String kind, IntFunction<Double> turn) {
        err.println(kind + ": catching up");
        List<Double> turns = new ArrayList<>();
        for (int i = 0; i < sizes.turns(); i++) {
            turns.add(turn.apply(i));
        }
        List<Double> sorted = turns.stream().sorted().toList();
        return new CatchUp(kind, sizes.events(), sorted.get(sorted.size() / 2), turns);
    }

    private Tail tail(BenchDatabase database, int rate) throws Exception {
        Balances balances = new Balances("balances_at_" + rate, true);
        try (PostgresEventStore store = database.openStore();
                ProjectionRunner runner = new ProjectionRunner(store, balances)) {
            runner.runUntilCaughtUp();
            runner.start();
            new SteadyLoad(CommandExecutor.create(store), runner, rate).run(Duration.ofSeconds(3));
            Tail tail = new SteadyLoad(CommandExecutor.create(store), runner, rate).run(sizes.tail());
            if (!runner.awaitPosition(store.feed().head(), PATIENCE)) {
                throw new CheckFailedException("The projection did not catch up.");
            }
            runner.stop();
            balances.check(database);
            return tail;
        }
    }

    private Idle idle(BenchDatabase database) throws Exception {
        try (PostgresEventStore store = database.openStore();
                ProjectionRunner runner = new ProjectionRunner(store, new Balances("balances_at_100", true))) {
            runner.runUntilCaughtUp();
            runner.start();
            return new IdleWatch(database).watch(sizes.idle());
        }
    }
}

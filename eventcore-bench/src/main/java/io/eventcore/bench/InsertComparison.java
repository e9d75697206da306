package io.eventcore.bench;

import io.eventcore.EventTypes;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares conditional appends, one event each, with plain single-row INSERTs into a table with the same indexes, on one
 * durable server, by turns, so that a noisy machine slows both; and appends with command ids with appends without. The
 * figures are the medians of the ratios of the pairs.
 */
@Command(
        name = "insert-comparison",
        mixinStandardHelpOptions = true,
        description = "Compares appends with plain INSERTs on the same durable PostgreSQL.")
public final class InsertComparison implements Callable<Integer> {

    @Option(names = "--pairs", defaultValue = "3", description = "How many pairs of runs (default: ${DEFAULT-VALUE}).")
    private int pairs;

    @Option(names = "--seconds", defaultValue = "10", description = "How long a run takes (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--in-flight", defaultValue = "256", description = "Appends in flight (default: ${DEFAULT-VALUE}).")
    private int inFlight;

    @Option(names = "--lanes", defaultValue = "2", description = "Append lanes (default: ${DEFAULT-VALUE}).")
    private int lanes;

    @Option(
            names = "--connections",
            defaultValue = "16",
            description = "Connections of the INSERTs (default: ${DEFAULT-VALUE}).")
    private int connections;

    /** Runs the comparison. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new InsertComparison()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        try (TestPostgres postgres = TestPostgres.builder().durable(true).start()) {
            String url = postgres.newDatabase();
            say(postgres.describe());
            PostgresConfig config =
                    PostgresConfig.builder(url).appendLanes(lanes).build();
            try (PostgresEventStore store = PostgresEventStore.create(config, EventTypes.of(Noted.class))) {
                store.initialize();
                compare(url, store);
            }
        }
        return 0;
    }

    private void compare(String url, PostgresEventStore store) throws SQLException, InterruptedException {
        Duration time = Duration.ofSeconds(seconds);
        AppendLoad appends = new AppendLoad(store, inFlight, false);
        AppendLoad appendsOnce = new AppendLoad(store, inFlight, true);
        CommandLoad commands = new CommandLoad(store, inFlight);
        try (InsertLoad inserts = InsertLoad.open(url, connections)) {
            say("warming up");
            appends.run(time.dividedBy(2));
            appendsOnce.run(time.dividedBy(2));
            inserts.run(time.dividedBy(2));
            commands.run(time.dividedBy(2));
            List<Double> appendRatios = new ArrayList<>();
            List<Double> onceRatios = new ArrayList<>();
            List<Double> commandRatios = new ArrayList<>();
            for (int pair = 1; pair <= pairs; pair++) {
                double appended = appends.run(time);
                double appendedOnce = appendsOnce.run(time);
                double inserted = inserts.run(time);
                double commanded = commands.run(time);
                appendRatios.add(appended / inserted);
                onceRatios.add(appendedOnce / appended);
                commandRatios.add(commanded / inserted);
                say(String.format(
                        Locale.ROOT,
                        "pair %d: %,.0f appends/s, %,.0f appends/s with command ids, %,.0f INSERTs/s, %,.0f commands/s",
                        pair,
                        appended,
                        appendedOnce,
                        inserted,
                        commanded));
            }
            appends.check(url);
            appendsOnce.check(url);
            say("append_vs_insert=" + median(appendRatios));
            say("append_with_command_id_vs_append=" + median(onceRatios));
            say("command_vs_insert=" + median(commandRatios));
        }
    }

    private static String median(List<Double> ratios) {
        List<Double> sorted = ratios.stream().sorted().collect(Collectors.toList());
        return String.format(Locale.ROOT, "%.2f", sorted.get(sorted.size() / 2));
    }

    private static void say(String line) {
        System.out.println(line);
    }
}

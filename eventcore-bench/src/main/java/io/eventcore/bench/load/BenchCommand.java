package io.eventcore.bench.load;

import io.eventcore.ConfigurationException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command line of the load run. */
@Command(
        name = "eventcore bench",
        description = {
            "Measures EventCore beside plain statements, by turns on one durable PostgreSQL, and checks the tables"
                    + " afterwards. A figure is the median of the ratios of EventCore to its control.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every check passed, whatever the figures",
            "1:a table does not hold what was acknowledged, or an operation failed",
            "2:the run could not begin: a wrong option, an unreachable or not durable database"
        })
public final class BenchCommand implements Callable<Integer> {

    private final boolean terminal;
    private final PrintStream out;
    private final PrintStream err;
    private final Sizes usual;
    private final ScalingSizes usualScaling;
    private final ProjectionSizes usualProjections;

    @Option(names = "--quick", description = "Shorter turns and smaller tables: less than 5 minutes on two cores.")
    private boolean quick;

    @Option(
            names = "--scaling",
            description =
                    "Instead: what EventCore costs as the work grows, in callers, streams, events stored, length of"
                            + " streams, size of events, append lanes and processes.")
    private boolean scaling;

    @Option(
            names = "--projections",
            description =
                    "Instead: how fast projections catch up, how soon after a commit they have applied it, and what"
                            + " they cost when nothing happens. Takes about 15 minutes, the quick form one.")
    private boolean projections;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server, as postgres://user:password@host:port/database or as a JDBC URL; the user may"
                    + " create databases. Each scenario has one of its own, which is dropped at the end. Without it, an"
                    + " embedded PostgreSQL, whose data is gone afterwards.")
    private @Nullable String url;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "eventcore-bench-results",
            description =
                    "Where results.json (or scaling.json, projections.json) and the charts go; ${DEFAULT-VALUE} unless given.")
    private Path directory = Path.of("");

    @Option(
            names = "--only",
            paramLabel = "SCENARIO",
            description =
                    "Only this scenario, for example single_256, or with --scaling writers; may be given more than once.")
    private List<String> only = List.of();

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /**
     * A run that prints to these streams.
     *
     * @param terminal whether a person watches the error stream, so that a live bar makes sense
     * @param out takes the results
     * @param err takes progress
     */
    public BenchCommand(boolean terminal, PrintStream out, PrintStream err) {
        this(terminal, out, err, Sizes.FULL, ScalingSizes.FULL, ProjectionSizes.FULL);
    }

    BenchCommand(
            boolean terminal,
            PrintStream out,
            PrintStream err,
            Sizes usual,
            ScalingSizes usualScaling,
            ProjectionSizes usualProjections) {
        this.terminal = terminal;
        this.out = out;
        this.err = err;
        this.usual = usual;
        this.usualScaling = usualScaling;
        this.usualProjections = usualProjections;
    }

    @Override
    public Integer call() throws Exception {
        createDirectory();
        try (Server server = Server.start(url)) {
            if (scaling) {
                measureScaling(server, quick ? ScalingSizes.QUICK : usualScaling);
            } else if (projections) {
                measureProjections(server, quick ? ProjectionSizes.QUICK : usualProjections);
            } else {
                compare(server, quick ? Sizes.QUICK : usual);
            }
            return 0;
        } catch (CheckFailedException e) {
            err.println("A check failed: " + e.getMessage());
            return 1;
        } catch (InstanceFailedException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    private void compare(Server server, Sizes sizes) throws Exception {
        RunEnvironment environment = begin(server, sizes.byName());
        Report report = run(environment, server, sizes);
        report.table().forEach(out::println);
        new Charts(report).write(directory);
        end(report, "results.json");
        out.println();
        report.figures().forEach(out::println);
    }

    private void measureScaling(Server server, ScalingSizes sizes) throws Exception {
        RunEnvironment environment = begin(server, sizes.byName());
        ScalingReport report = new ScalingReport(environment, run(server, sizes));
        report.table().forEach(out::println);
        new ScalingCharts(report).write(directory);
        end(report, "scaling.json");
    }

    private void measureProjections(Server server, ProjectionSizes sizes) throws Exception {
        RunEnvironment environment = begin(server, sizes.byName());
        ProjectionReport report = new ProjectionFigures(server, sizes, err).run(environment);
        report.table().forEach(out::println);
        end(report, "projections.json");
    }

    private RunEnvironment begin(Server server, Map<String, String> sizes) throws IOException {
        RunEnvironment environment = RunEnvironment.of(server, sizes);
        Report.lines(environment).forEach(out::println);
        out.println();
        return environment;
    }

    private void end(Object report, String fileName) throws IOException {
        Path json = directory.resolve(fileName);
        write(report, json);
        out.println();
        out.println("Every check passed. The raw figures are in " + json + ".");
    }

    private Report run(RunEnvironment environment, Server server, Sizes sizes) throws Exception {
        Scenarios scenarios = new Scenarios(server, sizes);
        Map<String, Scenarios.Opener> all = scenarios.all();
        Set<String> known = new LinkedHashSet<>(all.keySet());
        known.add(MemorySingle.NAME);
        refuseUnlessKnown(known);
        err.println("warming up");
        scenarios.warmUp();
        List<ScenarioResult> results = new ArrayList<>();
        for (Map.Entry<String, Scenarios.Opener> each : all.entrySet()) {
            if (isChosen(each.getKey())) {
                err.println(each.getKey() + ": preparing");
                try (Scenario scenario = each.getValue().open();
                        Progress progress = Progress.of(scenario, sizes, terminal, err)) {
                    results.add(new ScenarioRun(sizes, progress).run(scenario));
                }
            }
        }
        List<Absolute> absolutes = new ArrayList<>();
        if (isChosen(MemorySingle.NAME)) {
            err.println(MemorySingle.NAME + ": JMH is at work");
            absolutes.add(new MemorySingle(sizes).run());
        }
        return new Report(environment, results, absolutes);
    }

    private List<DimensionResult> run(Server server, ScalingSizes sizes) throws Exception {
        Map<String, Dimensions.Opener> all = new Dimensions(server, sizes).all();
        refuseUnlessKnown(all.keySet());
        all.keySet().removeIf(name -> !isChosen(name));
        List<DimensionResult> results = new ArrayList<>();
        for (Map.Entry<String, Dimensions.Opener> each : all.entrySet()) {
            err.println(each.getKey() + ": preparing");
            try (Dimension dimension = each.getValue().open();
                    Progress progress = Progress.of(dimension, sizes.rounds(), terminal, err)) {
                results.add(new DimensionRun(sizes.rounds(), progress).run(dimension));
            }
        }
        return results;
    }

    private boolean isChosen(String name) {
        return only.isEmpty() || only.contains(name);
    }

    private void refuseUnlessKnown(Set<String> known) {
        if (!known.containsAll(only)) {
            throw new ConfigurationException("--only names one of " + known + ", not " + only + ".");
        }
    }

    private void createDirectory() {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ConfigurationException("--out cannot be used: " + e + ".", e);
        }
    }

    private static void write(Object report, Path file) throws IOException {
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(file, mapper.writeValueAsString(report) + "\n");
    }
}

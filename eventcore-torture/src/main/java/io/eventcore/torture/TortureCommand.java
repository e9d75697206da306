package io.eventcore.torture;

import io.eventcore.ConfigurationException;
import io.eventcore.torture.adapter.PostgresAdapter;
import io.eventcore.torture.checker.Findings;
import io.eventcore.torture.history.History;
import io.eventcore.torture.workload.ClientSettings.Load;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the torture run. */
@Command(
        name = "eventcore torture",
        description = {
            "Executes random commands of every kind from several processes while faults are injected, and then checks"
                    + " everything that the callers were told against what is stored.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every answer is explained by what is stored",
            "1:something contradicts a promise, or too little was done to say so",
            "2:the run could not begin: a wrong option, or an unreachable database"
        })
public final class TortureCommand implements Callable<Integer> {

    private final PrintStream out;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long; ${DEFAULT-VALUE} unless given.")
    private int seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Draws the same commands and faults again; a new one unless given.")
    private @Nullable Long seed;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "3",
            description = "Client processes; ${DEFAULT-VALUE} unless given.")
    private int processes;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "An empty database, as postgres://user:password@host:port/database or as a JDBC URL. Its server"
                            + " is left in peace: no crashes, no terminated backends. Without it, an embedded PostgreSQL.")
    private @Nullable String url;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "200",
            description = "About how many calls a process makes in a second; ${DEFAULT-VALUE} unless given.")
    private int rate;

    @Option(
            names = "--heap",
            paramLabel = "N",
            defaultValue = "160",
            description = "The largest heap of a client process in MB; ${DEFAULT-VALUE} unless given.")
    private int heap;

    @Option(
            names = "--contents",
            paramLabel = "KINDS",
            defaultValue = "moved,packed,heavy,named",
            description = "What events hold; ${DEFAULT-VALUE} unless given.")
    private String contents = "";

    @Option(
            names = "--faults",
            paramLabel = "REGEX",
            defaultValue = ".*",
            description = "Injects only faults whose whole name matches.")
    private String faults = "";

    @Option(
            names = "--adapter",
            paramLabel = "CLASS",
            description = "The class that opens the stores and reads their tables; that of PostgreSQL unless given.")
    private String adapter = PostgresAdapter.class.getName();

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    TortureCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < 1 || processes < 1 || rate < 1) {
            throw new ConfigurationException("--seconds, --processes and --rate are at least 1.");
        }
        TortureSettings settings = new TortureSettings(
                seconds,
                seed == null ? ThreadLocalRandom.current().nextLong(1, 1_000_000) : seed,
                processes,
                Optional.ofNullable(url),
                adapter,
                faults,
                new Load(contents, rate, heap));
        Path directory = Files.createTempDirectory("eventcore-torture");
        out.println("seed " + settings.seed() + ", histories in " + directory);
        Findings findings = new TortureRun(settings, directory).run();
        Report.print(out, settings, History.read(directory), findings);
        return findings.isEmpty() ? 0 : 1;
    }
}

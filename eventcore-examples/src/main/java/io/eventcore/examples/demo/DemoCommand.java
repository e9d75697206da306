package io.eventcore.examples.demo;

import io.eventcore.ConfigurationException;
import io.eventcore.EventTypes;
import io.eventcore.examples.bank.AccountEvent;
import io.eventcore.examples.database.Database;
import io.eventcore.postgres.PostgresConfig;
import io.eventcore.postgres.PostgresEventStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the demo: finds file and database, runs, and prints the report. */
@Command(
        name = "demo",
        description = {
            "Executes bank transfers from a CSV file, while a projection keeps the table 'balances', and checks that no"
                    + " cent was lost.",
            "",
            "The file is UTF-8, one transfer a line: from,to,cents,reference; a header line may come first. Without a"
                    + " file it takes the sample of 20,000 transfers between 200 accounts that comes with it.",
            "",
            "Each run opens accounts of its own, so it can be repeated on the same database.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the money is conserved and the table 'balances' equals the fold of the log",
            "1:a check failed",
            "2:the demo could not run: a wrong option, a missing file, an unreachable database"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int SHOWN_REJECTS = 20;

    private final Map<String, String> environment;
    private final boolean terminal;
    private final PrintStream out;
    private final PrintStream err;

    @Option(names = "--file", paramLabel = "PATH", description = "The CSV file; the sample unless given.")
    private @Nullable Path file;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The database, as postgres://user:password@host:port/database or as a JDBC URL. Without it,"
                    + " the environment variable DATABASE_URL; without both, an embedded PostgreSQL with fsync on,"
                    + " whose data is gone afterwards.")
    private @Nullable String url;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "256",
            description = "How many transfers are under way at once, at least 1; ${DEFAULT-VALUE} unless given.")
    private int inFlight;

    @Option(
            names = "--opening-cents",
            paramLabel = "CENTS",
            defaultValue = "100000",
            description = "What is on each account at first, in cents, at least 1; ${DEFAULT-VALUE} unless given.")
    private long openingCents;

    @Option(
            names = "--rejects",
            paramLabel = "PATH",
            description = "Where malformed lines are written, with number and reason; an older file is replaced. The"
                    + " file's name with .rejects.csv, in the working directory, unless given.")
    private @Nullable Path rejects;

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /**
     * A demo that prints to these streams.
     *
     * @param environment the environment variables
     * @param terminal whether a person watches the error stream, so that a live bar makes sense
     * @param out takes the report
     * @param err takes progress and malformed lines
     */
    public DemoCommand(Map<String, String> environment, boolean terminal, PrintStream out, PrintStream err) {
        this.environment = environment;
        this.terminal = terminal;
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        TransferFile transfers = file == null ? TransferFile.sample() : TransferFile.at(file);
        FileSurvey survey = survey(transfers);
        checkOptions(survey);
        try (Database database = Database.find(url, environment)) {
            out.printf(
                    Locale.ROOT,
                    "%,d transfers between %,d accounts, from %s%non %s%n",
                    survey.transfers(),
                    survey.accounts().size(),
                    transfers.name(),
                    database.description());
            Report report = run(transfers, survey, database);
            report.lines().forEach(out::println);
            return report.verdict().isGood() ? 0 : 1;
        }
    }

    private Report run(TransferFile transfers, FileSurvey survey, Database database) {
        try (PostgresEventStore store =
                PostgresEventStore.create(PostgresConfig.of(database.url()), EventTypes.of(AccountEvent.class))) {
            store.initialize();
            return new DemoRun(
                            store,
                            new ReadModel(database.url()),
                            transfers,
                            survey,
                            inFlight,
                            openingCents,
                            (task, total) -> Progress.of(task, total, terminal, err))
                    .execute();
        }
    }

    private FileSurvey survey(TransferFile transfers) {
        Path path =
                rejects != null ? rejects : Path.of(Path.of(transfers.name()).getFileName() + ".rejects.csv");
        refuseToOverwriteTheFile(path);
        try (RejectsFile rejected = new RejectsFile(path)) {
            FileSurvey survey = FileSurvey.of(transfers, line -> {
                rejected.add(line);
                if (rejected.count() <= SHOWN_REJECTS) {
                    err.printf(Locale.ROOT, "line %d: %s%n", line.number(), line.reason());
                }
            });
            rejected.written()
                    .ifPresent(written -> err.printf(
                            Locale.ROOT,
                            "%,d malformed %s, written to %s%n",
                            survey.malformed(),
                            survey.malformed() == 1 ? "line" : "lines",
                            written));
            return survey;
        }
    }

    private void refuseToOverwriteTheFile(Path rejectsPath) {
        try {
            if (file != null && Files.exists(rejectsPath) && Files.isSameFile(file, rejectsPath)) {
                throw new ConfigurationException("--rejects names the file of transfers itself, " + file + ".");
            }
        } catch (IOException e) {
            throw new ConfigurationException("--rejects cannot be used: " + e + ".", e);
        }
    }

    private void checkOptions(FileSurvey survey) {
        refuseUnless(inFlight >= 1, "--in-flight is at least 1, not " + inFlight + ".");
        refuseUnless(openingCents >= 1, "--opening-cents is at least 1, not " + openingCents + ".");
        refuseUnless(survey.transfers() > 0, "The file holds no transfer.");
        refuseUnless(
                openingCents <= Long.MAX_VALUE / survey.accounts().size(),
                "--opening-cents is so high that the money of all accounts together cannot be counted.");
    }

    private static void refuseUnless(boolean condition, String sentence) {
        if (!condition) {
            throw new ConfigurationException(sentence);
        }
    }
}

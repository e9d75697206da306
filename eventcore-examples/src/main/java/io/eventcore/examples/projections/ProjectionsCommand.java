package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Lists the projections of a database; its subcommands operate on them. */
@Command(
        name = "projections",
        description = {
            "Without a command of its own, lists every segment of every version of every projection in a database:"
                    + " how far it is, who runs it, and what failed last.",
            "",
            "It runs no projection, and creates no table. The runners notice what it changes by themselves, within"
                    + " about a second.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:it is done",
            "1:the projection has not caught up within the time-out (progress)",
            "2:it could not be done: a wrong option, an unknown projection, an unreachable database, missing tables"
        })
public final class ProjectionsCommand implements Callable<Integer> {

    private static final String TO_THE_TOP = "\u001B[H";
    private static final String CLEAR_REST_OF_LINE = "\u001B[K";
    private static final String CLEAR_BELOW = "\u001B[J";

    private final Map<String, String> environment;
    private final Console console;
    private final Duration pause;

    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "The database, as postgres://user:password@host:port/database or as a JDBC URL; the"
                    + " environment variable DATABASE_URL unless given.")
    private @Nullable String url;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The schema with EventCore's tables; the user's own unless given.")
    private @Nullable String schema;

    @Option(names = "--watch", description = "Shows the list anew every second, until Ctrl-C. Needs a terminal.")
    private boolean watch;

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this text.")
    private boolean help;

    private ProjectionsCommand(Map<String, String> environment, Console console, Duration pause) {
        this.environment = environment;
        this.console = console;
        this.pause = pause;
    }

    /** The command with its subcommands. */
    public static CommandLine create(Map<String, String> environment, Console console) {
        return create(environment, console, Duration.ofSeconds(1));
    }

    /**
     * The command with its subcommands.
     *
     * @param pause between two looks
     */
    static CommandLine create(Map<String, String> environment, Console console, Duration pause) {
        ProjectionsCommand projections = new ProjectionsCommand(environment, console, pause);
        return new CommandLine(projections)
                .addSubcommand(new ShowCommand(projections))
                .addSubcommand(new ProgressCommand(projections))
                .addSubcommand(new ResetCommand(projections))
                .addSubcommand(new MoveCommand(projections))
                .addSubcommand(new SegmentsCommand(projections))
                .addSubcommand(new RemoveCommand(projections))
                .addSubcommand(DeadLettersCommand.create(projections));
    }

    @Override
    public Integer call() {
        if (!watch) {
            print(with(Operator::segments).table());
            return 0;
        }
        if (!console.outIsTerminal()) {
            throw new ConfigurationException(
                    "--watch needs a terminal; without one, call the command again and again.");
        }
        try (Operator operator = connect()) {
            watch(operator);
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Ctrl-C ends the process; an interrupt of the thread ends it, too. */
    private void watch(Operator operator) throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            StringBuilder screen = new StringBuilder(TO_THE_TOP);
            for (String line : look(operator)) {
                screen.append(line).append(CLEAR_REST_OF_LINE).append(System.lineSeparator());
            }
            console.out().print(screen.append(CLEAR_BELOW));
            console.out().flush();
            pause();
        }
    }

    /** An outage is shown, and the next look tries again. */
    private static List<String> look(Operator operator) {
        try {
            return operator.segments().table();
        } catch (StoreUnavailableException unavailable) {
            return List.of(String.valueOf(unavailable.getMessage()));
        }
    }

    /** Waits until the next look is due. */
    void pause() throws InterruptedException {
        Thread.sleep(pause.toMillis());
    }

    Console console() {
        return console;
    }

    void print(List<String> lines) {
        lines.forEach(console.out()::println);
    }

    /** Asks a database something. */
    <T> T with(Function<Operator, T> question) {
        try (Operator operator = connect()) {
            return question.apply(operator);
        }
    }

    /** Does something in a database. */
    void run(Consumer<Operator> work) {
        try (Operator operator = connect()) {
            work.accept(operator);
        }
    }

    /** @throws ConfigurationException if no database is named, or its tables are not those of this EventCore */
    Operator connect() {
        String named = url != null ? url : environment.getOrDefault("DATABASE_URL", "");
        if (named.isBlank()) {
            throw new ConfigurationException(
                    "Name the database by --url, or by the environment variable DATABASE_URL.");
        }
        return Operator.at(named, schema);
    }
}

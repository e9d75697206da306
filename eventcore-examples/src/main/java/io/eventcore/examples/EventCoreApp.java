package io.eventcore.examples;

import io.eventcore.ConfigurationException;
import io.eventcore.EventCoreException;
import io.eventcore.StoreUnavailableException;
import io.eventcore.examples.demo.DemoCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** The command line {@code ./eventcore}. */
@Command(
        name = "eventcore",
        description = "EventCore: event sourcing without aggregates.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "'eventcore bench' runs the load run of the module eventcore-bench.",
            "'eventcore COMMAND --help' says more about a command."
        })
public final class EventCoreApp {

    /** Set by the launcher when a person watches the error stream. */
    private static final String TERMINAL_PROPERTY = "eventcore.terminal";

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(names = "--help", usageHelp = true, description = "Shows this text.")
    private boolean help;

    private EventCoreApp() {}

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        CommandLine commandLine =
                commandLine(System.getenv(), Boolean.getBoolean(TERMINAL_PROPERTY), System.out, System.err);
        System.exit(commandLine.execute(arguments));
    }

    static CommandLine commandLine(
            Map<String, String> environment, boolean terminal, PrintStream out, PrintStream err) {
        return new CommandLine(new EventCoreApp())
                .addSubcommand(new DemoCommand(environment, terminal, out, err))
                .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
                .setErr(new PrintWriter(err, true, Charset.defaultCharset()))
                .setExecutionExceptionHandler((failure, command, parsed) -> exitCode(failure, err));
    }

    /** What a person can put right is one sentence; only a defect shows where in the code it happened. */
    private static int exitCode(Exception failure, PrintStream err) {
        if (failure instanceof ConfigurationException || failure instanceof StoreUnavailableException) {
            err.println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof EventCoreException known) {
            err.println(known.getMessage());
            err.println(known.help());
        } else {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }
}

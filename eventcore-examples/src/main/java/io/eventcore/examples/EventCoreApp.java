package io.eventcore.examples;

import io.eventcore.examples.demo.DemoCommand;
import io.eventcore.examples.gallery.ExamplesCommand;
import io.eventcore.examples.projections.Console;
import io.eventcore.examples.projections.ProjectionsCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The command line {@code ./eventcore}. */
@Command(
        name = "eventcore",
        description = "EventCore: event sourcing without aggregates.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = EventCoreApp.Version.class,
        footer = {
            "",
            "'eventcore bench' runs the load run of the module eventcore-bench.",
            "'eventcore torture' runs commands and faults, and checks what was told: the module eventcore-torture.",
            "'eventcore COMMAND --help' says more about a command."
        })
public final class EventCoreApp {

    /** The launcher sets these when a person watches the error stream, or the output, or types. */
    private static final String ERR_IS_TERMINAL = "eventcore.terminal";

    private static final String OUT_IS_TERMINAL = "eventcore.terminal.out";
    private static final String IN_IS_TERMINAL = "eventcore.terminal.in";

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(names = "--version", versionHelp = true, description = "Shows the version.")
    private boolean version;

    private EventCoreApp() {}

    /** The version that the launcher has read from the build. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "EventCore " + System.getProperty("eventcore.version", "(run it by ./eventcore to see the version)"),
                "Java " + Runtime.version()
            };
        }
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Console console = new Console(
                System.out,
                System.err,
                System.in,
                Boolean.getBoolean(OUT_IS_TERMINAL),
                Boolean.getBoolean(ERR_IS_TERMINAL),
                Boolean.getBoolean(IN_IS_TERMINAL));
        System.exit(commandLine(System.getenv(), console).execute(arguments));
    }

    static CommandLine commandLine(Map<String, String> environment, Console console) {
        PrintStream err = console.err();
        return new CommandLine(new EventCoreApp())
                .addSubcommand(new DemoCommand(environment, console.errIsTerminal(), console.out(), err))
                .addSubcommand(ExamplesCommand.create(environment, console.out()))
                .addSubcommand(ProjectionsCommand.create(environment, console))
                .addSubcommand(new HelpCommand())
                .setOut(new PrintWriter(console.out(), true, Charset.defaultCharset()))
                .setErr(new PrintWriter(err, true, Charset.defaultCharset()))
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(new Failures(err));
    }
}

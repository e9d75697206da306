package io.eventcore.bench.load;

import io.eventcore.ConfigurationException;
import io.eventcore.StoreUnavailableException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The command line {@code ./eventcore bench}. */
public final class BenchApp {

    /** Set by the launcher when a person watches the error stream. */
    private static final String TERMINAL_PROPERTY = "eventcore.terminal";

    private BenchApp() {}

    /** Runs it and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true"); // the charts need no screen
        System.setProperty("jmh.ignoreLock", "true"); // a lock of others must not end the run when the rest is measured
        boolean terminal = Boolean.getBoolean(TERMINAL_PROPERTY);
        BenchCommand command = new BenchCommand(terminal, System.out, System.err);
        System.exit(commandLine(command, System.out, System.err).execute(arguments));
    }

    static CommandLine commandLine(BenchCommand command, PrintStream out, PrintStream err) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
                .setErr(new PrintWriter(err, true, Charset.defaultCharset()))
                .setExecutionExceptionHandler((failure, line, parsed) -> exitCode(failure, err));
    }

    /** What a person can put right is one sentence; the rest shows where in the code it happened. */
    private static int exitCode(Exception failure, PrintStream err) {
        if (failure instanceof ConfigurationException || failure instanceof StoreUnavailableException) {
            err.println(failure.getMessage());
            return ExitCode.USAGE;
        }
        failure.printStackTrace(err);
        return ExitCode.SOFTWARE;
    }
}

package io.eventcore.torture;

import io.eventcore.ConfigurationException;
import io.eventcore.StoreUnavailableException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;

/** The command line {@code ./eventcore torture}. */
public final class TortureApp {

    private TortureApp() {}

    /** Runs it and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.out, System.err).execute(arguments));
    }

    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new TortureCommand(out))
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

package io.eventcore.examples;

import io.eventcore.ConfigurationException;
import io.eventcore.EventCoreException;
import io.eventcore.StoreUnavailableException;
import java.io.PrintStream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a person is told of a failure: one sentence of what can be put right; only a defect shows where it happened. */
public final class Failures implements IExecutionExceptionHandler {

    private final PrintStream err;

    /** Tells it to a stream. */
    public Failures(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof ConfigurationException wrong) {
            err.println(wrong.problem()); // which says what to do at a command line
            return ExitCode.USAGE;
        }
        if (failure instanceof StoreUnavailableException) {
            err.println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof EventCoreException known) {
            err.println(known.getMessage());
        } else {
            failure.printStackTrace(err);
        }
        return ExitCode.SOFTWARE;
    }
}

package io.eventcore.examples;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a person is told of a command line that is not understood: one sentence, the nearest thing that is, and where help is. */
final class UsageErrors implements IParameterExceptionHandler {

    private static final int MOST_SUGGESTIONS = 2;

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(sentence(failure, command) + suggestions(failure));
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says what there is.");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String sentence(ParameterException failure, CommandLine command) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !command.getSubcommands().isEmpty()) {
            return "There is no command '" + unmatched.getUnmatched().get(0) + "'.";
        }
        String problem = String.valueOf(failure.getMessage());
        return problem.endsWith(".") ? problem : problem + ".";
    }

    private static String suggestions(ParameterException failure) {
        List<String> nearest = failure instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(MOST_SUGGESTIONS).toList()
                : List.of();
        return nearest.isEmpty() ? "" : nearest.stream().collect(Collectors.joining("' or '", " Did you mean '", "'?"));
    }
}

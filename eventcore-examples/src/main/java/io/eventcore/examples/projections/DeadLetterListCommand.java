package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists dead letters, page by page. */
@Command(name = "list", description = "Lists the dead letters in global order.")
final class DeadLetterListCommand implements Runnable {

    private static final int MOST = 10_000;

    private final DeadLettersCommand letters;

    @Option(
            names = "--after",
            paramLabel = "POSITION",
            defaultValue = "0",
            description = "Shows those behind this position; from the first unless given.")
    private long after;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "Shows so many at most, 1 to 10,000; ${DEFAULT-VALUE} unless given.")
    private int limit;

    DeadLetterListCommand(DeadLettersCommand letters) {
        this.letters = letters;
    }

    @Override
    public void run() {
        if (limit < 1 || limit > MOST) {
            throw new ConfigurationException("--limit is from 1 to 10,000, not " + limit + ".");
        }
        letters.list(after, limit);
    }
}

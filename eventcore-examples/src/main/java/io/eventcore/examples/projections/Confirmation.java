package io.eventcore.examples.projections;

import picocli.CommandLine.Option;

/** Whether something that cannot be taken back was confirmed. */
final class Confirmation {

    @Option(names = "--yes", description = "Does it without asking.")
    private boolean yes;

    /** Says what will be done; returns only if it is meant. */
    void ask(Console console, String effect, String word) {
        console.confirm(effect, word, yes);
    }
}

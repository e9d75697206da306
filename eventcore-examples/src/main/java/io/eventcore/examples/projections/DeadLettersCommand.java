package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.DeadLetter;
import io.eventcore.ProjectionId;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the dead letters of a projection; its subcommands deal with them. */
@Command(
        name = "dead-letters",
        description = {
            "The events that a projection has put aside: those that failed, and those that wait behind them in their"
                    + " streams. Without a command of its own, lists them.",
            ""
        })
final class DeadLettersCommand implements Runnable {

    private static final int SHOWN = 100;

    private final ProjectionsCommand projections;

    @Mixin
    private final Target target = new Target();

    private DeadLettersCommand(ProjectionsCommand projections) {
        this.projections = projections;
    }

    static CommandLine create(ProjectionsCommand projections) {
        DeadLettersCommand letters = new DeadLettersCommand(projections);
        return new CommandLine(letters)
                .addSubcommand(new DeadLetterListCommand(letters))
                .addSubcommand(new DeadLetterShowCommand(letters))
                .addSubcommand(new DeadLetterRetryCommand(letters))
                .addSubcommand(new DeadLetterDiscardCommand(letters));
    }

    @Override
    public void run() {
        list(0, SHOWN);
    }

    void list(long after, int limit) {
        run((operator, projection) -> projections.print(DeadLetterList.read(operator, projection, after, limit)));
    }

    Console console() {
        return projections.console();
    }

    /** Does something with the dead letters of the projection that is named. */
    void run(Work work) {
        projections.run(operator -> work.on(operator, target.in(operator.admin().segments())));
    }

    /** @throws ConfigurationException if there is none */
    static DeadLetter letter(Operator operator, ProjectionId projection, long position) {
        return operator.admin()
                .deadLetter(projection, position)
                .orElseThrow(() -> new ConfigurationException("Projection " + projection
                        + " has no dead letter at position " + Words.number(position) + "."));
    }

    /** What is done. */
    @FunctionalInterface
    interface Work {
        void on(Operator operator, ProjectionId projection);
    }
}

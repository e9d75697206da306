package io.eventcore.examples.projections;

import io.eventcore.ConfigurationException;
import io.eventcore.DeadLetter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Drops one dead letter. */
@Command(
        name = "discard",
        description = {
            "Drops a dead letter: the projection will never apply its event. Those that wait behind it in its stream are"
                    + " applied. The event itself stays in the store."
        })
final class DeadLetterDiscardCommand implements Runnable {

    private final DeadLettersCommand letters;

    @Parameters(paramLabel = "POSITION", description = "Where it is in the list.")
    private long position;

    @Mixin
    private final Confirmation confirmation = new Confirmation();

    DeadLetterDiscardCommand(DeadLettersCommand letters) {
        this.letters = letters;
    }

    @Override
    public void run() {
        letters.run((operator, projection) -> {
            DeadLetter letter = DeadLettersCommand.letter(operator, projection, position);
            confirmation.ask(
                    letters.console(),
                    "Projection " + projection + " will never apply event "
                            + letter.event().version() + " of stream '" + letter.event().stream() + "', of type '"
                            + letter.event().type() + "'.",
                    Long.toString(position));
            if (!operator.admin().discard(projection, position)) {
                throw new ConfigurationException("Somebody else has taken this dead letter out meanwhile.");
            }
            letters.console()
                    .out()
                    .println("Projection " + projection + " leaves position " + Words.number(position) + " out.");
        });
    }
}

package io.eventcore.examples.projections;

import io.eventcore.DeadLetter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one dead letter with the payload of its event. */
@Command(name = "show", description = "Shows a dead letter with its error in full, and the payload of its event.")
final class DeadLetterShowCommand implements Runnable {

    private final DeadLettersCommand letters;

    @Parameters(paramLabel = "POSITION", description = "Where it is in the list.")
    private long position;

    DeadLetterShowCommand(DeadLettersCommand letters) {
        this.letters = letters;
    }

    @Override
    public void run() {
        letters.run((operator, projection) -> {
            DeadLetter letter = DeadLettersCommand.letter(operator, projection, position);
            String payload = operator.admin().payload(position).orElse("the event is not in the store");
            lines(letter, payload).forEach(letters.console().out()::println);
        });
    }

    private static List<String> lines(DeadLetter letter, String payload) {
        return List.of(
                "position      " + Words.number(letter.event().position()),
                "event id      " + letter.event().id().value(),
                "stream        " + letter.event().stream().value() + ", version "
                        + letter.event().version(),
                "type          " + letter.event().type(),
                "state         " + DeadLetterList.state(letter),
                "tried         " + Words.count(letter.attempts(), "time"),
                "put aside at  " + letter.parkedAt(),
                "error         " + letter.error().orElse("none: it waits for an earlier event of its stream"),
                "payload       " + payload);
    }
}

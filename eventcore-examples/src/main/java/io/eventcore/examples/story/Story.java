package io.eventcore.examples.story;

import io.eventcore.CommandRejectedException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;

/** What an example prints, and whether all of it was true. Thread-safe. */
public final class Story {

    private final PrintStream out;
    private final AtomicBoolean allTrue = new AtomicBoolean(true);

    /** A story that is printed here. */
    public Story(PrintStream out) {
        this.out = out;
    }

    /** Tells what happens next; the text and its arguments are those of {@link String#format}. */
    public void say(String text, Object... arguments) {
        out.println("  " + String.format(Locale.ROOT, text, arguments));
    }

    /** Claims something, and tells whether it holds. One claim that does not hold makes the example fail. */
    public void claim(String sentence, boolean holds) {
        out.println((holds ? "  OK      " : "  FAILED  ") + sentence);
        allTrue.compareAndSet(true, holds);
    }

    /** Claims that a command is refused for this reason. */
    public void claimRefused(String reason, Runnable command) {
        try {
            command.run();
            claim("refused: " + reason, false);
        } catch (CommandRejectedException rejected) {
            claim("refused: " + reason, rejected.reason().equals(reason));
        }
    }

    /** Whether every claim so far held. */
    public boolean isTrue() {
        return allTrue.get();
    }
}

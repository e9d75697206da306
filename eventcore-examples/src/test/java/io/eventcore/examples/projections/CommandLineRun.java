package io.eventcore.examples.projections;

import io.eventcore.examples.Failures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** {@code ./eventcore projections}, with what it prints. It looks every few milliseconds instead of every second. */
final class CommandLineRun {

    private static final Duration PAUSE = Duration.ofMillis(10);

    private final Map<String, String> environment;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String typed = "";
    private boolean terminal;

    private CommandLineRun(Map<String, String> environment) {
        this.environment = environment;
    }

    static CommandLineRun on(String url) {
        return new CommandLineRun(Map.of("DATABASE_URL", url));
    }

    static CommandLineRun withoutDatabase() {
        return new CommandLineRun(Map.of());
    }

    /** A person sits there and types this. */
    CommandLineRun typing(String text) {
        typed = text;
        terminal = true;
        return this;
    }

    /** Returns the exit code. */
    int run(String... arguments) {
        PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Console console = new Console(
                output,
                errors,
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                terminal,
                terminal,
                terminal);
        return ProjectionsCommand.create(environment, console, PAUSE)
                .setOut(new PrintWriter(output, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(errors, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(new Failures(errors))
                .execute(arguments);
    }

    String output() {
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    String errors() {
        return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}

package io.eventcore.examples.gallery;

import io.eventcore.ConfigurationException;
import io.eventcore.examples.database.Database;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Telling;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the examples: lists them, or runs some. */
@Command(
        name = "examples",
        description = {
            "Lists the examples, or runs those that are named. Each tells a short story, and checks what it says.",
            "",
            "Each works in a schema of its own, which is dropped at the end.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every claim of the examples that ran holds",
            "1:a claim does not hold, or an example failed",
            "2:nothing could run: an unknown name, an unreachable database"
        })
public final class ExamplesCommand implements Callable<Integer> {

    private final List<Example> examples;
    private final Map<String, String> environment;
    private final PrintStream out;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "The names of the examples to run.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "Runs all of them, one after the other.")
    private boolean all;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The database, as postgres://user:password@host:port/database or as a JDBC URL; its user may"
                    + " create schemas. Without it, the environment variable DATABASE_URL; without both, an embedded"
                    + " PostgreSQL with fsync on, whose data is gone afterwards.")
    private @Nullable String url;

    @SuppressWarnings("UnusedVariable") // picocli sets it, and acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    ExamplesCommand(List<Example> examples, Map<String, String> environment, PrintStream out) {
        this.examples = examples;
        this.environment = environment;
        this.out = out;
    }

    /**
     * All examples that there are.
     *
     * @param environment the environment variables
     * @param out takes the list, and what the examples tell
     */
    public static ExamplesCommand create(Map<String, String> environment, PrintStream out) {
        return new ExamplesCommand(Gallery.all(), environment, out);
    }

    @Override
    public Integer call() throws Exception {
        List<Example> chosen = all ? examples : names.stream().map(this::named).toList();
        if (chosen.isEmpty()) {
            examples.forEach(example -> out.printf(Locale.ROOT, "%-10s %s%n", example.name(), example.shows()));
            return 0;
        }
        try (Database database = Database.find(url, environment)) {
            return tell(chosen, database) ? 0 : 1;
        }
    }

    private boolean tell(List<Example> chosen, Database database) throws Exception {
        out.println("on " + database.description());
        Telling telling = new Telling(database, out);
        List<String> untrue = new ArrayList<>();
        for (Example example : chosen) {
            out.println();
            if (!telling.tell(example)) {
                untrue.add(example.name());
            }
        }
        out.println();
        out.println(
                untrue.isEmpty()
                        ? "Every claim holds."
                        : "Claims that do not hold are in: " + String.join(", ", untrue) + ".");
        return untrue.isEmpty();
    }

    private Example named(String name) {
        return examples.stream()
                .filter(example -> example.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigurationException("There is no example '" + name + "', only "
                        + examples.stream().map(Example::name).collect(Collectors.joining(", ")) + "."));
    }
}

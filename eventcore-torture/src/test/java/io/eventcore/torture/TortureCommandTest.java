package io.eventcore.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** The command line {@code ./eventcore torture}, and what the documents show of it. */
class TortureCommandTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("\\./eventcore torture([^`\n\"]*)");

    @Test
    void theProgramUnderstandsEveryCommandOfTheDocuments() throws IOException {
        assertThat(commands()).isNotEmpty().allSatisfy(TortureCommandTest::parse);
    }

    @Test
    void whatTheProgramDoesNotKnowIsFoundOut() {
        assertThatThrownBy(() -> parse("--fast")).isInstanceOf(ParameterException.class);
    }

    @Test
    void aRunOfNoSecondsIsRefusedByASentence() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);

        assertThat(TortureApp.commandLine(to, to).execute("--seconds", "0")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("at least 1");
    }

    private static List<String> commands() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> top =
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve);
            return Stream.concat(top, docs.filter(file -> file.toString().endsWith(".md")))
                    .flatMap(TortureCommandTest::commandsOf)
                    .distinct()
                    .toList();
        }
    }

    private static Stream<String> commandsOf(Path page) {
        try {
            return COMMAND.matcher(Files.readString(page))
                    .results()
                    .map(found -> found.group(1).trim());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void parse(String command) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        String[] words = command.isEmpty()
                ? new String[0]
                : command.replace("[", "")
                        .replace("]", "")
                        .replaceAll("\\b[A-Z]+\\b", "1")
                        .split("\\s+");
        TortureApp.commandLine(nowhere, nowhere).parseArgs(words);
    }
}

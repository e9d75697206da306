package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** Every command line {@code ./eventcore bench ...} of the documents is one that the program understands. */
class BenchCommandsInThePagesTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("\\./eventcore bench([^`\n]*)");

    @Test
    void theProgramUnderstandsEveryCommandOfTheDocuments() throws IOException {
        assertThat(commands()).contains("--quick", "--scaling").allSatisfy(BenchCommandsInThePagesTest::parse);
    }

    @Test
    void whatTheProgramDoesNotKnowIsFoundOut() {
        assertThatThrownBy(() -> parse("--fast")).isInstanceOf(ParameterException.class);
    }

    private static List<String> commands() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> top =
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve);
            return Stream.concat(top, docs.filter(file -> file.toString().endsWith(".md")))
                    .flatMap(BenchCommandsInThePagesTest::commandsOf)
                    .distinct()
                    .toList();
        }
    }

    private static Stream<String> commandsOf(Path page) {
        try {
            return COMMAND.matcher(Files.readString(page))
                    .results()
                    .map((MatchResult found) -> found.group(1).trim());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void parse(String command) {
        BenchCommand bench = new BenchCommand(false, System.out, System.err);
        String[] words = command.isEmpty() ? new String[0] : command.split("\\s+");
        BenchApp.commandLine(bench, System.out, System.err).parseArgs(words);
    }
}

package io.eventcore.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.examples.docs.Page;
import io.eventcore.examples.projections.Console;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;

/** Every command line {@code ./eventcore ...} of the pages is one that the program understands. */
class CommandsInThePagesTest {

    /** Those of the load run and the torture run are checked in their modules. */
    private static final Pattern COMMAND =
            Pattern.compile("^(?:\\./eventcore|(?=projections ))(?! bench| torture)\\s*(.*)$");

    /** What stands for something that the reader chooses, such as NAME and COUNT. */
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z]+");

    static Stream<String> commands() {
        return Page.all().stream()
                .flatMap(page -> Stream.concat(
                        page.codeSpans().stream(),
                        page.blocks("sh").stream().flatMap(block -> block.commands().stream())))
                .flatMap(code -> COMMAND.matcher(code).results())
                .map(found -> found.group(1))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void theProgramUnderstandsTheCommand(String command) {
        parse(command);
    }

    @Test
    void theCommandsAreFound() {
        assertThat(commands())
                .contains("demo", "projections segments balances 8", "projections progress NAME")
                .hasSizeGreaterThan(15);
    }

    @Test
    void whatTheProgramDoesNotKnowIsFoundOut() {
        assertThatThrownBy(() -> parse("projections forget balances")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> parse("demo --quick")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> parse("projections segments balances")).isInstanceOf(ParameterException.class);
    }

    private static void parse(String command) {
        List<String> words = Arrays.stream(command.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> PLACEHOLDER.matcher(word).matches() ? "1" : word)
                .toList();
        Console console = new Console(System.out, System.err, InputStream.nullInputStream(), false, false, false);
        EventCoreApp.commandLine(Map.of(), console).parseArgs(words.toArray(String[]::new));
    }
}

package io.eventcore.examples.docs;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide for newcomers shows the files of the starter, all of them, as they are. So what it shows is built and tested. */
class GettingStartedTest {

    private static final Path STARTER = Repository.ROOT.resolve("eventcore-examples/starter");
    private static final Pattern FILE = Pattern.compile(
            "^\\*\\*`([^`]+)`\\*\\*\n\n```(?:java|xml)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    @Test
    void theFilesOfTheGuideAreThoseOfTheStarter() throws IOException {
        String guide = Files.readString(Repository.ROOT.resolve("docs/getting-started.md"));
        Map<String, String> shown =
                FILE.matcher(guide).results().collect(toMap(file -> file.group(1), file -> file.group(2)));

        assertThat(shown).isEqualTo(filesOfTheStarter());
    }

    private static Map<String, String> filesOfTheStarter() {
        return Repository.files("").stream()
                .filter(file -> file.startsWith(STARTER))
                .map(file -> STARTER.relativize(file).toString().replace('\\', '/'))
                .filter(name -> name.endsWith(".java") || name.endsWith(".xml"))
                .collect(toMap(identity(), GettingStartedTest::textOf));
    }

    private static String textOf(String name) {
        try {
            return Files.readString(STARTER.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

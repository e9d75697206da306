package io.eventcore.examples.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files, tests and classes that the pages name are there. */
class NamesInThePagesTest {

    /** A file of this repository. What a build makes is in target. */
    private static final Pattern FILE =
            Pattern.compile("(?<![\\w/.-])(?:\\./)?((?:eventcore-[a-z]+|docs|\\.ci)/(?!target/)[\\w./-]*\\w)");

    private static final Pattern TEST = Pattern.compile("^([A-Z]\\w+(?:Test|Contract))(?:\\.\\w+)?$");
    private static final Pattern CLASS = Pattern.compile("\\bio\\.eventcore\\.(?:[a-z]+\\.)*([A-Z]\\w+)");

    private final Set<String> sources = Repository.files(".java").stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(toSet());

    @Test
    void everyFileThatThePagesNameIsThere() {
        List<String> named = named(FILE);

        assertThat(named)
                .hasSizeGreaterThan(1)
                .allSatisfy(file -> assertThat(Repository.ROOT.resolve(file)).exists());
    }

    @Test
    void everyTestThatThePagesNameIsThere() {
        assertThat(named(TEST)).hasSizeGreaterThan(50);
        assertThat(named(TEST)).filteredOn(name -> !sources.contains(name)).isEmpty();
    }

    @Test
    void everyClassThatThePagesNameInFullIsThere() {
        assertThat(named(CLASS)).isNotEmpty();
        assertThat(named(CLASS)).filteredOn(name -> !sources.contains(name)).isEmpty();
    }

    /** In code, within sentences and in blocks of commands. */
    private static List<String> named(Pattern pattern) {
        return Page.all().stream()
                .flatMap(page -> Stream.concat(
                        page.codeSpans().stream(), page.blocks("sh").stream().map(Block::text)))
                .flatMap(code -> pattern.matcher(code).results())
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }
}

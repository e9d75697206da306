package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** docs/adapters.md names every suite, and every broken store that each of them catches: those of {@link MutationTable}. */
class AdaptersPageTest {

    private static final Path PAGE = Path.of("..", "docs", "adapters.md");

    @Test
    void theTableOfBrokenStoresIsTheOneThatIsRun() throws IOException {
        assertThat(String.join("\n", table("| suite | catches a store that |"))).isEqualTo(String.join("\n", caught()));
    }

    @Test
    void everySuiteIsDescribed() throws IOException {
        Set<String> described = table("| suite | what it holds |").stream()
                .map(row -> row.replaceAll("^\\| `(\\w+)` \\|.*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(described)
                .isEqualTo(Arrays.stream(EventStoreContract.class.getDeclaredClasses())
                        .filter(type -> type.isAnnotationPresent(Nested.class))
                        .map(Class::getSimpleName)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void theSizesAreThoseOfTheContract() throws IOException {
        ContractSizes full = ContractSizes.FULL;
        assertThat(Files.readString(PAGE).replaceAll("\\s+", " "))
                .contains(String.format(Locale.ROOT, "%,d rounds of each race", full.races()))
                .contains(String.format(
                        Locale.ROOT, "%d writers with %d commands each", full.hotWriters(), full.hotCommands()))
                .contains(String.format(
                        Locale.ROOT, "%,d events to %,d streams", full.largeEvents(), full.largeStreams()))
                .contains(String.format(Locale.ROOT, "a stream of %,d events", full.longStream()))
                .contains(String.format(Locale.ROOT, "%,d callers at once", full.callers()));
    }

    private static List<String> caught() {
        Set<String> suites = new TreeSet<>();
        MutationTable.all().forEach(mutation -> suites.addAll(suitesThatCatch(mutation)));
        return suites.stream()
                .flatMap(suite -> MutationTable.all().stream()
                        .filter(mutation -> suitesThatCatch(mutation).contains(suite))
                        .map(mutation -> "| `" + suite + "` | " + mutation.name() + " |"))
                .toList();
    }

    private static Set<String> suitesThatCatch(Mutation mutation) {
        return mutation.caughtBy().stream()
                .map(test -> MutationTableTest.suiteOf(test).getSimpleName())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The rows under this head. */
    private static List<String> table(String head) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        int start = lines.indexOf(head);
        assertThat(start).as("the table %s", head).isNotNegative();
        return lines.stream()
                .skip(start + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}

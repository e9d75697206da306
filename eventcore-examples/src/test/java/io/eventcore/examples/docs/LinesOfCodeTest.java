package io.eventcore.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide to commands says how many lines a transfer over two accounts takes, and shows them. */
class LinesOfCodeTest {

    private static final Pattern STATED = Pattern.compile("command in (\\d+) lines of code");
    private static final Pattern ANNOTATION = Pattern.compile("@\\w+");

    private final Page guide = Page.all().stream()
            .filter(page -> page.name().equals("docs/commands.md"))
            .findFirst()
            .orElseThrow();

    @Test
    void eventsStateAndCommandTakeAsManyLinesAsTheGuideSaysAndAtMostThirty() {
        List<String> lines = code().lines().filter(line -> !line.isBlank()).toList();

        assertThat(code())
                .contains("interface AccountEvent", "record Transfer", "StreamFold")
                .doesNotContain("//", "/*");
        assertThat(lines).hasSizeLessThanOrEqualTo(30).hasSize(stated());
    }

    @Test
    void theOnlyAnnotationsAreTheNamesOfTheEvents() {
        assertThat(ANNOTATION.matcher(code()).results().map(MatchResult::group)).containsOnly("@EventType");
    }

    /** The first two blocks of Java: the events with their fold, and the command. */
    private String code() {
        List<Block> blocks = guide.blocks("java");
        return blocks.get(0).text() + blocks.get(1).text();
    }

    private int stated() {
        return STATED.matcher(guide.text())
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst()
                .orElseThrow();
    }
}

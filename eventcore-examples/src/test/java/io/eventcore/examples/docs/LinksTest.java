package io.eventcore.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every link between the pages leads somewhere, and every error code has an entry. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
    private static final Pattern SENTENCES = Pattern.compile("\\. |\\.$", Pattern.MULTILINE);

    @Test
    void everyLinkBetweenThePagesLeadsToAFileAndAHeading() {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Page page : Page.all()) {
            for (String target : links(page)) {
                links++;
                if (!leadsSomewhere(page, target)) {
                    broken.add(page + " to " + target);
                }
            }
        }

        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(100);
    }

    @Test
    void everyErrorCodeHasAnEntryThatSaysMoreThanItsName() throws IOException {
        String page = Files.readString(Repository.ROOT.resolve("docs/troubleshooting.md"));

        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::code)).allSatisfy(code -> {
            String[] before = page.split("\n### `" + code + "`\n", -1);
            assertThat(before).as("pieces around the heading of %s", code).hasSize(2);
            assertThat(before[1].split("\n#", 2)[0])
                    .as("the entry of %s", code)
                    .contains("Exception`")
                    .containsPattern(SENTENCES);
        });
    }

    private static List<String> links(Page page) {
        return LINK.matcher(page.withoutBlocks())
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .toList();
    }

    private static boolean leadsSomewhere(Page page, String target) {
        int hash = (target + "#").indexOf('#');
        String file = target.substring(0, hash);
        Path linked =
                file.isEmpty() ? page.file() : page.file().resolveSibling(file).normalize();
        if (!linked.startsWith(Repository.ROOT) || !Files.exists(linked)) {
            return false;
        }
        return hash >= target.length() || anchors(Page.of(linked)).contains(target.substring(hash + 1));
    }

    /** What the headings of a page are called in a link, by the rules of GitHub. */
    private static Set<String> anchors(Page page) {
        Set<String> anchors = new HashSet<>();
        for (MatchResult heading :
                HEADING.matcher(page.withoutBlocks()).results().toList()) {
            String anchor = heading.group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                    .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                    .replace(' ', '-');
            String unique = anchor;
            for (int again = 1; !anchors.add(unique); again++) {
                unique = anchor + "-" + again;
            }
        }
        return anchors;
    }
}

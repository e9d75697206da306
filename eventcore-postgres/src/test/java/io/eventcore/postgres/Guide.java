package io.eventcore.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documentation, as a test reads it. */
final class Guide {

    private final String text;

    /** @param page its name, for example {@code operations.md} */
    Guide(String page) throws IOException {
        this.text = Files.readString(Path.of("..", "docs", page), UTF_8);
    }

    /** The block of SQL that begins with this comment. */
    String query(String comment) {
        Matcher block = Pattern.compile("```sql\n-- " + Pattern.quote(comment) + "\n(.*?)```", Pattern.DOTALL)
                .matcher(text);
        assertThat(block.find()).as("the query '%s'", comment).isTrue();
        return block.group(1);
    }

    /** Whether this line is one of its headings. */
    boolean hasHeading(String line) {
        return text.contains("\n" + line + "\n");
    }

    /** Of the table whose head has this cell: for each row's first cell, the one in that column. */
    Map<String, String> column(String head) {
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int column = cells(lines.get(i)).indexOf(head);
            if (column > 0) {
                return lines.subList(i + 2, lines.size()).stream()
                        .takeWhile(line -> line.startsWith("|"))
                        .map(Guide::cells)
                        .collect(LinkedHashMap::new, (map, row) -> map.put(row.get(0), row.get(column)), Map::putAll);
            }
        }
        throw new AssertionError("No table has a column '" + head + "'.");
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList()
                : List.of();
    }
}

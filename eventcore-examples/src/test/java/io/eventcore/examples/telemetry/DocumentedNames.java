package io.eventcore.examples.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The tables of the documentation, by the names of what they list. */
final class DocumentedNames {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCS = ROOT.resolve("docs");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private DocumentedNames() {}

    /** For each meter of docs/operations.md: its kind, and the keys of its tags. */
    static Map<String, String> meters() throws IOException {
        Map<String, String> meters = new TreeMap<>();
        for (List<String> row : rows("operations.md", "## Meters")) {
            if (row.size() == 6) {
                meters.put(quoted(row.get(0)).get(0), row.get(1) + " " + new TreeSet<>(quoted(row.get(3))));
            }
        }
        return meters;
    }

    /** The meters of the pool. */
    static Set<String> poolMeters() throws IOException {
        return rows("operations.md", "## Pool metrics").stream()
                .flatMap(row -> quoted(row.get(1)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** For each span: the keys of its attributes. */
    static Map<String, Set<String>> spans() throws IOException {
        Map<String, Set<String>> spans = new TreeMap<>();
        for (List<String> row : rows("operations.md", "## Spans")) {
            spans.put(quoted(row.get(0)).get(0), new TreeSet<>(quoted(row.get(4))));
        }
        return spans;
    }

    /** The cells of the rows that list a name, from a heading of the second level to the next. */
    private static List<List<String>> rows(String document, String heading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(DOCS.resolve(document))) {
            if (line.startsWith("## ")) {
                inside = line.equals(heading);
            } else if (inside && line.startsWith("| `")) {
                rows.add(List.of(line.substring(1, line.length() - 1).split("\\|")).stream()
                        .map(String::strip)
                        .toList());
            }
        }
        return rows;
    }

    private static List<String> quoted(String cell) {
        List<String> names = new ArrayList<>();
        Matcher matcher = QUOTED.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** The blocks of Java in a document, from a line of it to the next heading of the second level. */
    static List<String> javaBlocks(String document, String from) throws IOException {
        String text = Files.readString(ROOT.resolve(document));
        int start = text.indexOf(from);
        int end = text.indexOf("\n## ", start + 1);
        return JAVA.matcher(text.substring(start, end))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    /** The dashboard for Grafana. */
    static String dashboard() throws IOException {
        return Files.readString(DOCS.resolve("grafana").resolve("eventcore.json"));
    }
}

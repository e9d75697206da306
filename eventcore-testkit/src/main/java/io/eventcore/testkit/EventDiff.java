package io.eventcore.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Expected and actual events of one stream side by side, with as many of them as possible beside their like. */
final class EventDiff {

    private static final String NOTHING = "-";

    private enum Mark {
        SAME,
        DIFFERENT,
        MISSING,
        UNEXPECTED
    }

    private record Row(Mark mark, String expected, String actual) {}

    private final List<Row> rows = new ArrayList<>();

    private EventDiff() {}

    static EventDiff between(List<?> expected, List<?> actual) {
        EventDiff diff = new EventDiff();
        int[][] alike = longestCommonTails(expected, actual);
        int e = 0;
        int a = 0;
        List<Object> missing = new ArrayList<>();
        List<Object> unexpected = new ArrayList<>();
        while (e < expected.size() || a < actual.size()) {
            if (e < expected.size() && a < actual.size() && expected.get(e).equals(actual.get(a))) {
                diff.addDifferences(missing, unexpected);
                diff.rows.add(new Row(Mark.SAME, text(expected.get(e++)), text(actual.get(a++))));
            } else if (a == actual.size() || (e < expected.size() && alike[e + 1][a] >= alike[e][a + 1])) {
                missing.add(expected.get(e++));
            } else {
                unexpected.add(actual.get(a++));
            }
        }
        diff.addDifferences(missing, unexpected);
        return diff;
    }

    /** How many events from here on have their like, in order, in the other list. */
    private static int[][] longestCommonTails(List<?> expected, List<?> actual) {
        int[][] lengths = new int[expected.size() + 1][actual.size() + 1];
        for (int e = expected.size() - 1; e >= 0; e--) {
            for (int a = actual.size() - 1; a >= 0; a--) {
                lengths[e][a] = expected.get(e).equals(actual.get(a))
                        ? lengths[e + 1][a + 1] + 1
                        : Math.max(lengths[e + 1][a], lengths[e][a + 1]);
            }
        }
        return lengths;
    }

    private void addDifferences(List<Object> missing, List<Object> unexpected) {
        for (int i = 0; i < Math.max(missing.size(), unexpected.size()); i++) {
            if (i >= unexpected.size()) {
                rows.add(new Row(Mark.MISSING, text(missing.get(i)), NOTHING));
            } else if (i >= missing.size()) {
                rows.add(new Row(Mark.UNEXPECTED, NOTHING, text(unexpected.get(i))));
            } else {
                rows.add(different(missing.get(i), unexpected.get(i)));
            }
        }
        missing.clear();
        unexpected.clear();
    }

    private static Row different(Object expected, Object actual) {
        Told told = Told.apart(expected, actual);
        return new Row(Mark.DIFFERENT, told.expected(), told.actual());
    }

    boolean isEmpty() {
        return rows.stream().allMatch(row -> row.mark() == Mark.SAME);
    }

    /** A table: the mark, what was expected, what was there. */
    List<String> lines() {
        int width = Math.max(
                "expected".length(),
                rows.stream().mapToInt(row -> row.expected().length()).max().orElse(0));
        String format = "%-10s  %-" + width + "s  %s";
        List<String> lines = new ArrayList<>();
        lines.add(String.format(format, "", "expected", "actual"));
        for (Row row : rows) {
            String mark = row.mark() == Mark.SAME ? "" : row.mark().name().toLowerCase(Locale.ROOT);
            lines.add(String.format(format, mark, row.expected(), row.actual()));
        }
        return lines;
    }

    private static String text(Object event) {
        return Objects.toString(event);
    }

    /**
     * Two values that are not equal, in words that are not equal either.
     *
     * @param expected the one
     * @param actual the other
     */
    record Told(String expected, String actual) {
        static Told apart(Object expected, Object actual) {
            String one = text(expected);
            String other = text(actual);
            if (!one.equals(other)) {
                return new Told(one, other);
            }
            String oneType = expected.getClass().getName();
            String otherType = actual.getClass().getName();
            return oneType.equals(otherType)
                    ? new Told(one, other + " (looks the same, but equals() of " + oneType + " says that it is not)")
                    : new Told(one + " (" + oneType + ")", other + " (" + otherType + ")");
        }
    }
}

package io.eventcore.examples.projections;

import java.util.ArrayList;
import java.util.List;

/** Aligned columns, as wide as what stands in them. Not thread-safe. */
final class TextTable {

    private static final String BETWEEN = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();
    /** Whole lines that follow a row. */
    private final List<String> notes = new ArrayList<>();

    TextTable(Column... columns) {
        this.columns = List.of(columns);
        add("", this.columns.stream().map(Column::heading).toArray(String[]::new));
    }

    /**
     * A column.
     *
     * @param longest how much of a cell is shown
     */
    record Column(String heading, int longest, boolean right) {

        static Column text(String heading, int longest) {
            return new Column(heading, longest, false);
        }

        static Column number(String heading) {
            return new Column(heading, Integer.MAX_VALUE, true);
        }
    }

    /**
     * Adds a row.
     *
     * @param note the lines below it; empty for none
     */
    void add(String note, String... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            row.add(Words.shortened(cells[i], columns.get(i).longest()));
        }
        rows.add(row);
        notes.add(note);
    }

    List<String> lines() {
        int[] widths = new int[columns.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            lines.add(line(rows.get(row), widths));
            notes.get(row).lines().forEach(lines::add);
        }
        return lines;
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String fill = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : BETWEEN).append(columns.get(i).right() ? fill + row.get(i) : row.get(i) + fill);
        }
        return line.toString().stripTrailing();
    }
}

package io.eventcore.examples.demo;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.eventcore.examples.demo.CsvLine.MalformedLine;
import io.eventcore.examples.demo.CsvLine.TransferLine;
import java.util.List;
import java.util.Locale;

/** Turns one line of CSV into a transfer, or says what is wrong with it. */
final class CsvLineParser {

    static final List<String> COLUMNS = List.of("from", "to", "cents", "reference");

    private static final int MAX_LENGTH = 200;

    private final CsvReader.CsvReaderBuilder csv = CsvReader.builder().allowUnclosedQuote(false);

    CsvLine parse(long number, String text) {
        try {
            return transfer(number, fields(text));
        } catch (CsvParseException e) {
            return new MalformedLine(number, "its quotes do not fit", text);
        } catch (Malformed e) {
            return new MalformedLine(number, e.reason, text);
        }
    }

    /** Whether the line names the columns. */
    boolean isHeader(String text) {
        try {
            return fields(text).stream()
                    .map(field -> field.toLowerCase(Locale.ROOT))
                    .toList()
                    .equals(COLUMNS);
        } catch (CsvParseException e) {
            return false;
        }
    }

    private List<String> fields(String text) {
        return csv.ofSingleCsvRecord(text).getFields().stream()
                .map(String::strip)
                .toList();
    }

    private static TransferLine transfer(long number, List<String> fields) throws Malformed {
        if (fields.size() != COLUMNS.size()) {
            throw new Malformed("it has " + fields.size() + " columns; expected are " + COLUMNS.size() + ": "
                    + String.join(", ", COLUMNS));
        }
        for (int i = 0; i < fields.size(); i++) {
            checkText(COLUMNS.get(i), fields.get(i));
        }
        String from = fields.get(0);
        String to = fields.get(1);
        if (from.isEmpty() || to.isEmpty()) {
            throw new Malformed((from.isEmpty() ? "from" : "to") + " is blank");
        }
        if (from.equals(to)) {
            throw new Malformed("from and to are the same account, '" + from + "'");
        }
        return new TransferLine(number, from, to, cents(fields.get(2)), fields.get(3));
    }

    private static long cents(String field) throws Malformed {
        long cents;
        try {
            cents = Long.parseLong(field);
        } catch (NumberFormatException e) {
            throw new Malformed("cents is not a whole number: '" + field + "'");
        }
        if (cents <= 0) {
            throw new Malformed("cents is not positive: " + cents);
        }
        return cents;
    }

    /** What a stream name or a database text cannot hold. */
    private static void checkText(String column, String field) throws Malformed {
        if (field.codePointCount(0, field.length()) > MAX_LENGTH) {
            throw new Malformed(column + " has more than " + MAX_LENGTH + " characters");
        }
        if (field.chars().anyMatch(Character::isISOControl)) {
            throw new Malformed(column + " holds a control character");
        }
        if (field.indexOf(TransferFile.UNREADABLE) >= 0) {
            throw new Malformed(column + " is not valid UTF-8");
        }
    }

    /** Carries a reason out of the checks. */
    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Malformed(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}

package io.eventcore.postgres.internal.projection;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.Parser;

/**
 * Finds in the text of SQL what a projection must not do to the transaction of its checkpoint, and what would outlive that in
 * the session. What hides in functions is not found here: the end of the transaction finds out.
 */
final class TransactionControl {

    /** Nearly no statement of a projection has one of these words, so nearly none is taken apart. */
    private static final Pattern SUSPECT = Pattern.compile(
            "\\b(?:abort|begin|commit|declare|discard|end|load|prepare|reset|rollback|set|set_config|start)\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z_0-9.]*");

    /** A setting for the transaction only, as rights by row use it. */
    private static final Pattern LOCAL_CONFIG =
            Pattern.compile("\\bset_config\\s*\\([^()]*,\\s*true\\s*\\)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ANY_CONFIG = Pattern.compile("\\bset_config\\s*\\(", Pattern.CASE_INSENSITIVE);

    private static final Set<String> ENDS = Set.of("commit", "end", "abort", "begin", "start");

    private static final Set<String> OF_THE_TRANSACTION = Set.of(
            "transaction",
            "characteristics",
            "transaction_isolation",
            "transaction_read_only",
            "transaction_deferrable");

    /** Set by words of their own. */
    private static final Set<String> KNOWN_SETTINGS = knownSettings();

    private TransactionControl() {}

    /**
     * What a text would do.
     *
     * @param refused the statement that ends or alters the transaction
     * @param setsSettings whether it changes settings that are set back
     * @param leavesTraces whether it leaves something in the session that is not set back
     */
    record Verdict(Optional<String> refused, boolean setsSettings, boolean leavesTraces) {
        private static final Verdict HARMLESS = new Verdict(Optional.empty(), false, false);
    }

    static Verdict of(String sql) throws SQLException {
        if (!SUSPECT.matcher(sql).find()) {
            return Verdict.HARMLESS;
        }
        boolean sets = false;
        boolean leaves =
                ANY_CONFIG.matcher(LOCAL_CONFIG.matcher(sql).replaceAll(" ")).find();
        List<NativeQuery> statements = Parser.parseJdbcSql(sql, true, false, true, false, false);
        for (NativeQuery statement : statements) {
            List<String> words = firstWords(statement.nativeSql);
            if (endsOrAlters(words)) {
                return new Verdict(Optional.of(String.join(" ", words).toUpperCase(Locale.ROOT)), false, false);
            }
            sets |= isSetting(words);
            leaves |= leavesTraces(words, statement.nativeSql);
        }
        return new Verdict(Optional.empty(), sets || leaves, leaves);
    }

    private static boolean endsOrAlters(List<String> words) {
        return switch (word(words, 0)) {
            case "rollback" -> !words.contains("to");
            case "prepare" -> word(words, 1).equals("transaction");
            case "set", "reset" -> words.stream().skip(1).limit(2).anyMatch(OF_THE_TRANSACTION::contains);
            default -> ENDS.contains(word(words, 0));
        };
    }

    private static boolean isSetting(List<String> words) {
        return word(words, 0).equals("set") || word(words, 0).equals("reset");
    }

    private static boolean leavesTraces(List<String> words, String sql) {
        return switch (word(words, 0)) {
            case "set", "reset" -> {
                String second = word(words, 1);
                String name = second.equals("session") || second.equals("time") ? word(words, 2) : second;
                yield !second.equals("local") && !KNOWN_SETTINGS.contains(name);
            }
            case "declare" -> sql.toLowerCase(Locale.ROOT).contains("with hold");
            case "prepare", "load", "discard" -> true;
            default -> false;
        };
    }

    private static Set<String> knownSettings() {
        Set<String> names = new HashSet<>(SessionState.SETTINGS);
        names.addAll(List.of("authorization", "zone", "schema", "names", "constraints"));
        return Set.copyOf(names);
    }

    private static String word(List<String> words, int index) {
        return index < words.size() ? words.get(index) : "";
    }

    /** Up to four words, without comments before and between them. */
    private static List<String> firstWords(String sql) {
        char[] text = sql.toCharArray();
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length; at++) {
            int end = switch (text[at]) {
                case '-' -> Parser.parseLineComment(text, at);
                case '/' -> Parser.parseBlockComment(text, at);
                default -> at;
            };
            plain.append(end > at ? ' ' : text[at]);
            at = end;
        }
        Matcher matcher = WORD.matcher(plain);
        return matcher.results()
                .limit(4)
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .toList();
    }
}

package io.eventcore.examples.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What came out of a run. Figures are written the same everywhere, in a build's log as on a desk.
 *
 * @param transfers how the transfers ended
 * @param took how long they took
 * @param malformed how many lines could not be understood
 * @param lag how many positions the projection was behind the log when the last transfer had ended
 * @param catchUp how long it took from then until it had caught up
 * @param centsBefore what was on all accounts of the run together before the first transfer
 * @param centsAfter what was on them after the last one
 * @param richest the accounts with the most money, the richest first
 * @param verdict whether all is well
 */
record Report(
        Tally transfers,
        Duration took,
        long malformed,
        long lag,
        Duration catchUp,
        long centsBefore,
        long centsAfter,
        List<Map.Entry<String, Long>> richest,
        Verdict verdict) {

    Report {
        richest = List.copyOf(richest);
    }

    /** How many transfers got an answer, committed or not, in a second. */
    double commandsPerSecond() {
        long commands = transfers.committed() + transfers.rejected() + transfers.failed();
        return took.isZero() ? 0 : commands * 1e9 / took.toNanos();
    }

    /** The accounts with the most money, the richest first; of equal ones the first by name. */
    static List<Map.Entry<String, Long>> richest(Map<String, Long> balances, int count) {
        return balances.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(count)
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The report as lines of text. */
    Stream<String> lines() {
        Stream<String> figures = Stream.of(
                line("commands per second", String.format(Locale.ROOT, "%,.0f", commandsPerSecond())),
                line("time", seconds(took)),
                line("committed", number(transfers.committed())),
                line("rejected", number(transfers.rejected()) + " (insufficient funds)"),
                line(
                        "conflicts",
                        number(transfers.conflicted()) + " transfers met one, " + number(transfers.retries())
                                + " retries"),
                line("malformed lines", number(malformed)),
                line("projection lag", number(lag) + " positions when the last transfer had ended"),
                line("time to catch up", seconds(catchUp)),
                line("money before", money(centsBefore)),
                line("money after", money(centsAfter)),
                "richest accounts");
        Stream<String> accounts = richest.stream()
                .map(entry -> String.format(Locale.ROOT, "  %-20s %16s", entry.getKey(), money(entry.getValue())));
        return Stream.of(figures, accounts, checks()).flatMap(lines -> lines);
    }

    private Stream<String> checks() {
        Stream<String> checks = Stream.of(
                check(verdict.moneyConserved(), "the money is conserved"),
                check(verdict.noneBelowZero(), "no account is below zero"),
                check(verdict.loggedOnce(), "the log holds each committed transfer once, and no other"),
                check(verdict.readModelEqualsLog(), "the table balances equals the fold of the log"),
                check(verdict.allAnswered(), "every transfer was committed or rejected"));
        return Stream.concat(
                checks,
                transfers.firstFailure().stream()
                        .map(failure -> "        " + transfers.failed() + " failed, the first: " + failure));
    }

    private static String check(boolean good, String sentence) {
        return (good ? "OK      " : "FAILED  ") + sentence;
    }

    private static String line(String name, String value) {
        return String.format(Locale.ROOT, "%-20s  %s", name, value);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toNanos() / 1e9);
    }

    private static String money(long cents) {
        return String.format(Locale.ROOT, "%,d.%02d", cents / 100, Math.abs(cents % 100));
    }
}

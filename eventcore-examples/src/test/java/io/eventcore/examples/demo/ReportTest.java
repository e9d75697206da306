package io.eventcore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandRejectedException;
import io.eventcore.ExecutionResult;
import io.eventcore.ExpectedVersion;
import io.eventcore.StreamId;
import io.eventcore.VersionConflictException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Verdict GOOD = new Verdict(true, true, true, true, true);

    @Test
    void showsEveryFigure() {
        Tally transfers = new Tally();
        transfers.committed(after(1));
        transfers.committed(after(4));
        transfers.committed(after(2));
        transfers.failed(new CommandRejectedException("insufficient funds"));

        assertThat(report(transfers, Duration.ofMillis(500), GOOD).lines())
                .containsExactly(
                        "commands per second   8",
                        "time                  0.50 s",
                        "committed             3",
                        "rejected              1 (insufficient funds)",
                        "conflicts             2 transfers met one, 4 retries",
                        "malformed lines       2",
                        "projection lag        1,234 positions when the last transfer had ended",
                        "time to catch up      0.25 s",
                        "money before          200,000.00",
                        "money after           200,000.05",
                        "richest accounts",
                        "  ada                         12,345.67",
                        "  alan                             0.09",
                        "OK      the money is conserved",
                        "OK      no account is below zero",
                        "OK      the log holds each committed transfer once, and no other",
                        "OK      the table balances equals the fold of the log",
                        "OK      every transfer was committed or rejected");
    }

    @Test
    void saysWhichCheckFailedAndWhyATransferDid() {
        Tally transfers = new Tally();
        VersionConflictException failure =
                new VersionConflictException(StreamId.of("account-ada"), ExpectedVersion.exactly(1), 2);
        transfers.failed(failure);

        assertThat(report(transfers, Duration.ofSeconds(1), new Verdict(true, true, true, false, false))
                        .lines())
                .contains(
                        "FAILED  the table balances equals the fold of the log",
                        "FAILED  every transfer was committed or rejected",
                        "        1 failed, the first: " + failure);
    }

    @Test
    void nothingDoneInNoTimeIsNoDivisionByZero() {
        assertThat(report(new Tally(), Duration.ZERO, GOOD).commandsPerSecond()).isZero();
    }

    @Test
    void theRichestComeFirstAndEqualOnesByName() {
        assertThat(Report.richest(Map.of("c", 5L, "b", 7L, "a", 5L, "d", 1L), 3))
                .containsExactly(Map.entry("b", 7L), Map.entry("a", 5L), Map.entry("c", 5L));
    }

    @Test
    void oneFailedCheckSpoilsTheVerdict() {
        assertThat(GOOD.isGood()).isTrue();
        assertThat(new Verdict(false, true, true, true, true).isGood()).isFalse();
        assertThat(new Verdict(true, false, true, true, true).isGood()).isFalse();
        assertThat(new Verdict(true, true, false, true, true).isGood()).isFalse();
        assertThat(new Verdict(true, true, true, false, true).isGood()).isFalse();
        assertThat(new Verdict(true, true, true, true, false).isGood()).isFalse();
    }

    private static Report report(Tally transfers, Duration took, Verdict verdict) {
        return new Report(
                transfers,
                took,
                2,
                1_234,
                Duration.ofMillis(250),
                20_000_000,
                20_000_005,
                List.of(Map.entry("ada", 1_234_567L), Map.entry("alan", 9L)),
                verdict);
    }

    private static ExecutionResult after(int attempts) {
        return new ExecutionResult(UUID.randomUUID(), List.of(), Map.of(), 1, attempts, false);
    }
}

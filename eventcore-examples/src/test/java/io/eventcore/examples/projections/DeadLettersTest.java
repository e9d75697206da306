package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class DeadLettersTest {

    @Test
    void theListShowsWhatFailedAndWhatWaitsBehindIt(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("dead-letters", "owners")).isZero();

            assertThat(line.output())
                    .containsPattern("\n +3  account-mallory +1 +account-opened +1 +\\d+ s ago +failed\n")
                    .contains("\n  java.lang.IllegalStateException: the name mallory is too long for the column\n")
                    .containsPattern("\n +4  account-mallory +2 +money-deposited +0 +\\d+ s ago +waits\n");
            assertThat(line.output().lines()).allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(120));
        }
    }

    @Test
    void aLongListComesInPages(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun first = CommandLineRun.on(bank.url);
            CommandLineRun second = CommandLineRun.on(bank.url);
            CommandLineRun end = CommandLineRun.on(bank.url);

            assertThat(first.run("dead-letters", "owners", "list", "--limit", "1"))
                    .isZero();
            assertThat(second.run("dead-letters", "owners", "list", "--after", "3"))
                    .isZero();
            assertThat(end.run("dead-letters", "owners", "list", "--after", "4"))
                    .isZero();

            assertThat(first.output())
                    .contains("failed")
                    .doesNotContain("waits")
                    .contains("list --after 3\n");
            assertThat(second.output())
                    .contains("waits")
                    .doesNotContain("failed")
                    .doesNotContain("--after");
            assertThat(end.output()).isEqualTo("Projection owners v1 has no dead letters behind position 4.\n");
        }
    }

    @Test
    void showTellsTheErrorAndThePayload(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("dead-letters", "owners", "show", "3")).isZero();

            assertThat(line.output())
                    .contains("stream        account-mallory, version 1\n")
                    .contains("error         java.lang.IllegalStateException: the name mallory is too long")
                    .contains("payload       {\"owner\": \"mallory\"}\n");
        }
    }

    @Test
    void afterTheFixARetryAppliesTheStreamInOrder(TestPostgres postgres) throws SQLException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            Owners owners = bank.startWithDeadLetters();
            owners.refused.clear();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("dead-letters", "owners", "retry", "--stream", "account-mallory"))
                    .isZero();

            assertThat(line.output())
                    .isEqualTo("Projection owners v1 will apply 2 dead letters of stream 'account-mallory' again.\n");
            await().atMost(Bank.SOON)
                    .untilAsserted(() ->
                            assertThat(bank.rowsOf("mallory")).containsExactly("account-opened", "money-deposited"));
            await().atMost(Bank.SOON).until(() -> list(bank).equals("Projection owners v1 has no dead letters.\n"));
        }
    }

    @Test
    void aRetryOfAllTakesEveryStream(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            Owners owners = bank.startWithDeadLetters();
            owners.refused.clear();

            assertThat(CommandLineRun.on(bank.url).run("dead-letters", "owners", "retry", "--all"))
                    .isZero();

            await().atMost(Bank.SOON).until(() -> list(bank).equals("Projection owners v1 has no dead letters.\n"));
        }
    }

    @Test
    void aRetryNamesAStreamOrSaysAll(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();

            assertThat(CommandLineRun.on(bank.url).run("dead-letters", "owners", "retry"))
                    .isEqualTo(2);
        }
    }

    @Test
    void whatWaitsBehindADiscardedEventIsApplied(TestPostgres postgres) throws SQLException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("dead-letters", "owners", "discard", "3", "--yes"))
                    .isZero();

            assertThat(line.errors())
                    .contains("will never apply event 1 of stream 'account-mallory', of type 'account-opened'");
            await().atMost(Bank.SOON)
                    .untilAsserted(() -> assertThat(bank.rowsOf("mallory")).isEqualTo(List.of("money-deposited")));
        }
    }

    @Test
    void nothingIsDiscardedThatWasNotConfirmed(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();

            assertThat(CommandLineRun.on(bank.url).run("dead-letters", "owners", "discard", "3"))
                    .isEqualTo(2);
            assertThat(CommandLineRun.on(bank.url).typing("4\n").run("dead-letters", "owners", "discard", "3"))
                    .isEqualTo(2);

            assertThat(list(bank)).contains("failed");
        }
    }

    private static String list(Bank bank) {
        CommandLineRun line = CommandLineRun.on(bank.url);
        line.run("dead-letters", "owners");
        return line.output();
    }
}

package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPostgresExtension.class)
class ListingTest {

    @Test
    void everySegmentHasARowWithItsErrorBelow(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run()).isZero();

            assertThat(line.output())
                    .containsPattern("PROJECTION +VER +SEGMENT +POSITION +LAG +BEHIND +STATE +DEAD +OWNER\n")
                    .containsPattern("\nowners +1\\* +0/1 +4 +0 +- +running +2 +\\d+@")
                    .containsPattern("\n  last error \\d+ s ago: it failed on event 1 of stream 'account-mallory'")
                    .contains("The head is 4. * marks the version that serves readers.");
            assertThat(line.output().lines()).allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(120));
        }
    }

    @Test
    void aProjectionThatNobodyRunsIsIdleAndItsLagIsShown(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            bank.open("alice");
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run()).isZero();

            assertThat(line.output()).containsPattern("\nowners +1\\* +0/1 +0 +2 +\\d+ s +idle +0 +-\n");
        }
    }

    @Test
    void showTellsEverythingInFull(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run("show", "owners")).isZero();

            assertThat(line.output())
                    .contains("owners v1 (serves readers), segment 0/1\n")
                    .contains("  position      4 of 4 (100.0 %)\n")
                    .contains("  dead letters  2\n")
                    .contains("IllegalStateException: the name mallory is too long for the column\n");
        }
    }

    @Test
    void aDatabaseOnWhichNoProjectionHasRunSaysSo(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            CommandLineRun line = CommandLineRun.on(bank.url);

            assertThat(line.run()).isZero();
            assertThat(line.output()).isEqualTo("No projection has run on this database yet.\n");
        }
    }

    @Test
    void theOptionsForTheDatabaseMayComeBehindTheSubcommand(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.startWithDeadLetters();

            assertThat(CommandLineRun.withoutDatabase().run("show", "owners", "--url", bank.url))
                    .isZero();
            assertThat(CommandLineRun.withoutDatabase().run("--url", bank.url, "dead-letters", "owners", "list"))
                    .isZero();
            assertThat(CommandLineRun.withoutDatabase().run("dead-letters", "owners", "list", "--url", bank.url))
                    .isZero();
        }
    }

    @Test
    void tablesInAnotherSchemaAreFoundByItsName(TestPostgres postgres) throws SQLException, IOException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            Bank.execute(bank.url, "ALTER SCHEMA public RENAME TO bank");
            // Who renames the schema runs the file again that fixes the search path of the functions.
            Bank.execute(bank.url, "SET search_path = bank; " + fileOf("V012__fixed_search_path.sql"));

            assertThat(CommandLineRun.on(bank.url).run("--schema", "bank")).isZero();
            assertThat(CommandLineRun.on(bank.url).run()).isEqualTo(2);
        }
    }

    private static String fileOf(String name) throws IOException {
        try (InputStream file = PostgresEventStore.class.getResourceAsStream("/io/eventcore/postgres/schema/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void watchShowsTheListAgainAndAgain(TestPostgres postgres) throws InterruptedException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            CommandLineRun line = CommandLineRun.on(bank.url).typing("");
            CompletableFuture<Integer> exitCode = new CompletableFuture<>();
            Thread thread = new Thread(() -> exitCode.complete(line.run("--watch")));
            thread.start();

            bank.open("alice");
            await().atMost(Bank.SOON).until(() -> line.output().contains("The head is 2."));
            thread.interrupt();

            assertThat(exitCode.join()).isZero();
            thread.join();
        }
    }

    @Test
    void watchNeedsATerminal(TestPostgres postgres) {
        CommandLineRun line = CommandLineRun.on(postgres.newDatabase());

        assertThat(line.run("--watch")).isEqualTo(2);
        assertThat(line.errors()).hasLineCount(1).contains("--watch needs a terminal");
    }
}

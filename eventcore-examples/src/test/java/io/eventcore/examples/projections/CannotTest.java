package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be done is one sentence and exit code 2. */
@ExtendWith(TestPostgresExtension.class)
class CannotTest {

    @Test
    void withoutADatabase() {
        CommandLineRun line = CommandLineRun.withoutDatabase();

        assertThat(line.run()).isEqualTo(2);
        assertThat(line.errors()).hasLineCount(1).contains("--url", "DATABASE_URL");
    }

    @Test
    void aServerThatCannotBeReached() {
        CommandLineRun line = CommandLineRun.on("postgres://app:s3cret@localhost:1/none");

        assertThat(line.run("progress", "owners")).isEqualTo(2);
        assertThat(line.errors())
                .hasLineCount(1)
                .contains("localhost:1/none")
                .doesNotContain("s3cret")
                .doesNotContain("\tat ");
    }

    @Test
    void aDatabaseWithoutTablesWhichIsLeftAsItIs(TestPostgres postgres) throws SQLException {
        String url = postgres.newDatabase();
        CommandLineRun line = CommandLineRun.on(url);

        assertThat(line.run("reset", "owners", "--yes")).isEqualTo(2);

        assertThat(line.errors()).hasLineCount(1).contains("There are no tables of EventCore");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
        }
    }

    @Test
    void tablesThatAreTooOldOrTooNew(TestPostgres postgres) throws SQLException {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            Bank.execute(
                    bank.url,
                    "DELETE FROM eventcore_schema WHERE version = (SELECT max(version) FROM eventcore_schema)");
            CommandLineRun older = CommandLineRun.on(bank.url);
            assertThat(older.run()).isEqualTo(2);
            assertThat(older.errors()).hasLineCount(1).contains("bring them up to date");

            Bank.execute(bank.url, "INSERT INTO eventcore_schema (version, file) VALUES (999, 'later')");
            CommandLineRun newer = CommandLineRun.on(bank.url);
            assertThat(newer.run()).isEqualTo(2);
            assertThat(newer.errors()).hasLineCount(1).contains("the newer EventCore");
        }
    }

    @Test
    void aProjectionThatIsNotThere(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            assertRefused(bank, "none has run on this database yet", "show", "ledger");
            bank.runUntilCaughtUp(new Owners(1));

            assertRefused(bank, "There is no projection 'ledger': there are 'owners'.", "show", "ledger");
            assertRefused(bank, "no projection 'ledger'", "progress", "ledger");
            assertRefused(bank, "no projection 'ledger'", "reset", "ledger", "--yes");
            assertRefused(bank, "no projection 'ledger'", "dead-letters", "ledger");
            assertRefused(bank, "no version 7 of projection 'owners', only owners v1", "remove", "owners", "7");
            assertRefused(bank, "no version 7", "progress", "owners", "--version", "7");
        }
    }

    @Test
    void aVersionThatIsNotNamedWhereThereAreSeveral(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));
            bank.runUntilCaughtUp(new Owners(2));

            assertRefused(
                    bank,
                    "There are owners v1 and owners v2: name one of them by --version.",
                    "reset",
                    "owners",
                    "--yes");
            assertThat(CommandLineRun.on(bank.url).run("reset", "owners", "--version", "1", "--yes"))
                    .isZero();
        }
    }

    @Test
    void numbersThatAreOutOfRange(TestPostgres postgres) {
        try (Bank bank = new Bank(postgres.newDatabase())) {
            bank.runUntilCaughtUp(new Owners(1));

            assertRefused(bank, "from 0 to the head, 0, not to 5", "move", "owners", "5", "--yes");
            assertRefused(bank, "1 to 1024 segments, not 0", "segments", "owners", "0");
            assertRefused(bank, "--limit", "dead-letters", "owners", "list", "--limit", "0");
            assertRefused(bank, "--timeout", "progress", "owners", "--timeout", "-1");
            assertRefused(bank, "no dead letter at position 3", "dead-letters", "owners", "show", "3");
            assertRefused(bank, "no dead letter at position 3", "dead-letters", "owners", "discard", "3", "--yes");
            assertRefused(bank, "has no dead letters", "dead-letters", "owners", "retry", "--all");
        }
    }

    private static void assertRefused(Bank bank, String sentence, String... arguments) {
        CommandLineRun line = CommandLineRun.on(bank.url);

        assertThat(line.run(arguments)).as(sentence).isEqualTo(2);
        assertThat(line.errors().lines().reduce((a, b) -> b))
                .hasValueSatisfying(last -> assertThat(last).contains(sentence));
        assertThat(line.errors()).doesNotContain("\tat ");
    }
}

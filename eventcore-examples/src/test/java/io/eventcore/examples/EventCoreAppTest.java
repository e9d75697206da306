package io.eventcore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.examples.projections.Console;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(TestPostgresExtension.class)
class EventCoreAppTest {

    private static final String TRANSFERS = """
            from,to,cents,reference
            ada,alan,30000,rent
            alan,grace,100,coffee
            grace,ada,99999999,too much
            grace,ada,half,not a number
            ada,grace,1,"tea, with milk"
            """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @Test
    void theDemoMovesTheMoneyAndChecksItself(TestPostgres postgres) throws IOException {
        Path rejects = directory.resolve("rejects.csv");

        int exitCode = demo(Map.of("DATABASE_URL", postgres.newDatabase()), "--rejects", rejects.toString());

        assertThat(errors()).contains("line 5: cents is not a whole number: 'half'");
        assertThat(output())
                .contains("committed             3\n")
                .contains("rejected              1 (insufficient funds)\n")
                .contains("malformed lines       1\n")
                .contains("money before          3,000.00\n")
                .contains("money after           3,000.00\n")
                .contains("  alan                         1,299.00\n")
                .contains("OK      the table balances equals the fold of the log\n")
                .doesNotContain("FAILED");
        assertThat(Files.readAllLines(rejects))
                .containsExactly(
                        "line,reason,text", "5,cents is not a whole number: 'half',\"grace,ada,half,not a number\"");
        assertThat(exitCode).isZero();
    }

    @Test
    void theDemoCanBeRepeatedOnTheSameDatabase(TestPostgres postgres) throws IOException {
        Map<String, String> environment = Map.of("DATABASE_URL", postgres.newDatabase());

        assertThat(demo(environment, "--rejects", directory.resolve("1").toString()))
                .isZero();
        assertThat(demo(environment, "--rejects", directory.resolve("2").toString()))
                .isZero();
    }

    @Test
    void aReadModelThatIsWrongIsNoticed(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Map<String, String> environment = Map.of("DATABASE_URL", url);
        assertThat(demo(environment, "--rejects", directory.resolve("1").toString()))
                .isZero();

        addOneCentToAnyBalance(url);

        assertThat(demo(environment, "--rejects", directory.resolve("2").toString()))
                .isEqualTo(1);
        assertThat(output()).contains("FAILED  the table balances equals the fold of the log\n");
    }

    @Test
    void aReadModelThatIsWrongIsPutRightByAReset(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();
        Map<String, String> environment = Map.of("DATABASE_URL", url);
        assertThat(demo(environment, "--rejects", directory.resolve("1").toString()))
                .isZero();
        addOneCentToAnyBalance(url);

        assertThat(run(environment, "projections", "reset", "balances", "--yes"))
                .isZero();

        assertThat(demo(environment, "--rejects", directory.resolve("2").toString()))
                .isZero();
    }

    @Test
    void theOptionForTheDatabaseComesBeforeTheEnvironment(TestPostgres postgres) throws IOException {
        int exitCode = demo(
                Map.of("DATABASE_URL", "postgres://localhost:1/none"),
                "--url",
                postgres.newDatabase(),
                "--rejects",
                directory.resolve("rejects.csv").toString());

        assertThat(exitCode).isZero();
        assertThat(output()).contains("on the PostgreSQL that --url names\n");
    }

    @Test
    void aMissingFileIsOneSentenceAndExitCodeTwo() {
        Path missing = directory.resolve("missing.csv");

        assertThat(run(Map.of(), "demo", "--file", missing.toString())).isEqualTo(2);
        assertThat(errors()).isEqualTo("There is no file " + missing + ".\n");
    }

    @Test
    void aDatabaseThatCannotBeReachedIsOneSentenceAndExitCodeTwo() {
        assertThat(run(Map.of("DATABASE_URL", "postgres://app:s3cret@localhost:1/none"), "demo"))
                .isEqualTo(2);
        assertThat(errors())
                .hasLineCount(1)
                .contains("localhost:1/none")
                .doesNotContain("s3cret")
                .doesNotContain("\tat ");
    }

    @Test
    void aDatabaseUrlThatIsNoneIsOneSentenceAndExitCodeTwo() {
        assertThat(run(Map.of("DATABASE_URL", "mysql://localhost/none"), "demo"))
                .isEqualTo(2);
        assertThat(errors()).hasLineCount(1).contains("postgres://");
    }

    @Test
    void aFileWithoutTransfersIsOneSentenceAndExitCodeTwo() throws IOException {
        Path file = Files.writeString(directory.resolve("empty.csv"), "from,to,cents,reference\n");

        assertThat(run(Map.of(), "demo", "--file", file.toString())).isEqualTo(2);
        assertThat(errors()).isEqualTo("The file holds no transfer.\n");
    }

    @Test
    void theRejectsNeverOverwriteTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("transfers.csv"), TRANSFERS);

        assertThat(run(Map.of(), "demo", "--file", file.toString(), "--rejects", file.toString()))
                .isEqualTo(2);
        assertThat(file).hasContent(TRANSFERS);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThat(run(Map.of(), "demo", "--in-flight", "0")).isEqualTo(2);
        assertThat(errors()).isEqualTo("--in-flight is at least 1, not 0.\n");
        assertThat(run(Map.of(), "demo", "--opening-cents", "0")).isEqualTo(2);
        assertThat(run(Map.of(), "demo", "--opening-cents", Long.toString(Long.MAX_VALUE)))
                .isEqualTo(2);
        assertThat(run(Map.of(), "demo", "--in-flight", "many")).isEqualTo(2);
    }

    @Test
    void helpNamesTheCommandsAndTheirOptions() {
        assertThat(run(Map.of(), "--help")).isZero();
        assertThat(output()).contains("demo", "projections");
        assertThat(run(Map.of(), "demo", "--help")).isZero();
        assertThat(output()).contains("--file", "--url", "--in-flight", "--opening-cents", "--rejects", "Exit codes:");
    }

    @Test
    void withoutACommandItShowsHowItIsUsedAndFails() {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(errors()).contains("Missing required subcommand.", "eventcore --help");
    }

    private int demo(Map<String, String> environment, String... options) throws IOException {
        Path file = Files.writeString(directory.resolve("transfers.csv"), TRANSFERS);
        String[] arguments = new String[options.length + 3];
        arguments[0] = "demo";
        arguments[1] = "--file";
        arguments[2] = file.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        return run(environment, arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return EventCoreApp.commandLine(
                        environment,
                        new Console(
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(err, true, StandardCharsets.UTF_8),
                                InputStream.nullInputStream(),
                                false,
                                false,
                                false))
                .execute(arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private static void addOneCentToAnyBalance(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate(
                    "UPDATE balances SET cents = cents + 1 WHERE account = (SELECT min(account) FROM balances)");
            assertThat(changed).isEqualTo(1);
        }
    }
}

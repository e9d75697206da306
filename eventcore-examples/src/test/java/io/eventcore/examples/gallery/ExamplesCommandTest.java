package io.eventcore.examples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.examples.Failures;
import io.eventcore.examples.story.Example;
import io.eventcore.examples.story.Story;
import io.eventcore.testkit.TestPostgres;
import io.eventcore.testkit.TestPostgresExtension;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

@ExtendWith(TestPostgresExtension.class)
class ExamplesCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void everyExampleHoldsWhatItClaims(TestPostgres postgres) {
        int exitCode = run(Gallery.all(), postgres.newDatabase(), "--all");

        assertThat(output())
                .contains(Gallery.all().stream().map(Example::name).toList())
                .doesNotContain("FAILED")
                .endsWith("\nEvery claim holds.\n");
        assertThat(exitCode).isZero();
    }

    @Test
    void everyExampleIsListedAndHasAPageOfItsOwn() {
        assertThat(run(Gallery.all(), "")).isZero();
        for (Example example : Gallery.all()) {
            assertThat(output()).contains(example.name() + " ").contains(example.shows());
            assertThat(Path.of("src/main/java/io/eventcore/examples", example.name(), "README.md"))
                    .isRegularFile();
        }
    }

    @Test
    void theListInTheReadmeIsTheGallery() throws Exception {
        assertThat(Files.readString(Path.of("../README.md")))
                .contains(Gallery.all().stream()
                        .map(example -> "| [" + example.name()
                                + "](eventcore-examples/src/main/java/io/eventcore/examples/" + example.name()
                                + "/README.md) | " + example.shows() + " |")
                        .toList());
    }

    @Test
    void onlyTheExamplesThatAreNamedRun(TestPostgres postgres) {
        List<Example> examples = List.of(new Claiming("first", true), new Claiming("second", true));

        assertThat(run(examples, postgres.newDatabase(), "second")).isZero();
        assertThat(output()).contains("second: claims").doesNotContain("first: claims");
    }

    @Test
    void oneClaimThatDoesNotHoldFailsTheRunAndTheOthersStillRun(TestPostgres postgres) {
        List<Example> examples = List.of(new Claiming("wrong", false), new Claiming("right", true));

        assertThat(run(examples, postgres.newDatabase(), "--all")).isEqualTo(1);
        assertThat(output()).contains("right: claims").endsWith("\nClaims that do not hold are in: wrong.\n");
    }

    @Test
    void anExampleLeavesNothingBehind(TestPostgres postgres) throws Exception {
        String url = postgres.newDatabase();

        assertThat(run(Gallery.all(), url, "bank")).isZero();

        assertThat(schemas(url)).isEmpty();
    }

    @Test
    void anUnknownExampleIsRefused(TestPostgres postgres) {
        assertThat(run(List.of(new Claiming("bank", true)), postgres.newDatabase(), "banc"))
                .isEqualTo(2);
        assertThat(output()).isEqualTo("There is no example 'banc', only bank.\n");
    }

    @Test
    void aDatabaseThatCannotBeUsedIsOneSentenceAndExitCodeTwo() {
        List<Example> one = List.of(new Claiming("one", true));

        assertThat(run(one, "postgres://app:s3cret@localhost:1/none", "one")).isEqualTo(2);
        assertThat(run(one, "mysql://localhost/none", "one")).isEqualTo(2);
        assertThat(output()).contains("localhost:1 refused", "postgres://").doesNotContain("s3cret", "\tat ");
    }

    private int run(List<Example> examples, String url, String... arguments) {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new CommandLine(new ExamplesCommand(examples, Map.of("DATABASE_URL", url), stream))
                .setExecutionExceptionHandler(new Failures(stream))
                .execute(arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private static String schemas(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(string_agg(nspname, ','), '') FROM pg_namespace WHERE nspname LIKE 'example%'")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Claims one thing. */
    private record Claiming(String name, boolean holds) implements Example {

        @Override
        public String shows() {
            return "claims";
        }

        @Override
        public void tell(String url, Story story) {
            story.claim("it holds", holds);
        }
    }
}

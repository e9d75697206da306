package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.postgres.PostgresEventStore;
import io.eventcore.projections.ProjectionRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProjectionFiguresTest {

    static final ProjectionSizes TINY =
            new ProjectionSizes(2_000, 1, List.of(20), Duration.ofSeconds(1), Duration.ofSeconds(1));

    @Test
    void everyFigureIsMeasuredAndWritten(@TempDir Path directory) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        BenchCommand command = new BenchCommand(false, stream, stream, Sizes.QUICK, ScalingSizes.QUICK, TINY);

        int exitCode =
                BenchApp.commandLine(command, stream, stream).execute("--projections", "--out", directory.toString());

        assertThat(exitCode).as(out.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode json = JsonMapper.shared().readTree(directory.resolve("projections.json"));
        assertThat(json.at("/catchUps").size()).isEqualTo(3);
        assertThat(json.at("/catchUps/1/perSecond").asDouble()).isPositive();
        assertThat(json.at("/tails/0/latency/p99").asDouble()).isPositive();
        assertThat(json.at("/idle/transactionsPerSecond").asDouble()).isPositive();
    }

    @Test
    void aReadModelThatDiffersFromTheEventsIsFound() throws Exception {
        try (Server server = Server.start(null)) {
            BenchDatabase database = server.newDatabase();
            new Filling(database, 100).run();
            Balances balances = new Balances("balances_checked", true);
            try (PostgresEventStore store = database.openStore();
                    ProjectionRunner runner = new ProjectionRunner(store, balances)) {
                runner.runUntilCaughtUp();
            }
            balances.check(database);
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE balances_checked SET cents = cents + 1 WHERE account = 'filled-3'");
            }

            assertThatThrownBy(() -> balances.check(database))
                    .isInstanceOf(CheckFailedException.class)
                    .hasMessageContaining("in 1 accounts");
        }
    }
}

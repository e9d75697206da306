package io.eventcore.bench.load;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.eventcore.testkit.TestPostgres;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScalingTest {

    static final ScalingSizes TINY = new ScalingSizes(
            new Rounds(Duration.ofMillis(20), Duration.ofMillis(50), 2),
            2_000,
            List.of(1, 16),
            List.of(10, 100),
            List.of(0, 1_000),
            List.of(1, 20, 1_200),
            64,
            List.of(100, 10_000),
            2_000_000,
            List.of(1, 2),
            List.of(1, 2));

    private final TestPostgres postgres =
            TestPostgres.builder().durable(true).embedded().start();
    private final Server server = Server.of(postgres);

    @TempDir
    Path directory;

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyDimensionRunsChecksItselfAndIsDrawn() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        BenchCommand command = new BenchCommand(false, outStream, errStream, Sizes.QUICK, TINY, ProjectionSizes.QUICK);

        int exitCode = BenchApp.commandLine(command, outStream, errStream)
                .execute("--scaling", "--url", postgres.url(), "--out", directory.toString());

        assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode json = JsonMapper.shared().readTree(directory.resolve("scaling.json"));
        assertThat(json.at("/dimensions").size()).isEqualTo(7);
        for (JsonNode dimension : json.at("/dimensions")) {
            String name = dimension.at("/heading/name").asString();
            assertThat(out.toString(StandardCharsets.UTF_8)).contains(name + ": ");
            assertThat(dimension.at("/points/0/relative").asDouble()).as(name).isEqualTo(1);
            assertThat(dimension.at("/points")).as(name).allSatisfy(point -> {
                assertThat(point.at("/perSecond").size()).isEqualTo(2);
                assertThat(point.at("/median").asDouble()).isPositive();
                assertThat(point.at("/latency/p99").asDouble()).isPositive();
            });
            BufferedImage image =
                    ImageIO.read(directory.resolve("scaling-" + name + ".png").toFile());
            assertThat(image.getWidth()).as(name).isEqualTo(1_200);
            assertThat(directory.resolve("scaling-" + name + ".svg"))
                    .content(StandardCharsets.UTF_8)
                    .contains("<svg", "</svg>");
        }
    }

    @Test
    void commandsOnWarmStreamsReadMemoryHoweverLongTheStreamIs() throws Exception {
        DimensionResult result = run("length");

        assertThat(result.points())
                .extracting(PointResult::label, PointResult::shareFromMemory)
                .startsWith(tuple("1", 1.0), tuple("20", 1.0));
        assertThat(result.points().get(2).shareFromMemory()).isEqualTo(1);
    }

    @Test
    void theSizeOfEventsIsStoredAndSaid() throws Exception {
        DimensionResult result = run("event_size");

        assertThat(result.points()).extracting(PointResult::label).containsExactly("100 B", "10 kB");
        assertThat(result.points())
                .allSatisfy(point ->
                        assertThat(point.megabytesPerSecond()).isEqualTo(point.median() * point.size() / 1_000_000));
    }

    @TestFactory
    Stream<DynamicTest> aBrokenTableFailsTheRun() {
        return new Dimensions(server, TINY)
                .all().entrySet().stream()
                        .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
                            try (Dimension dimension = each.getValue().open()) {
                                List<Ledger> ledgers = dimension.ledgers();
                                dimension
                                        .points()
                                        .add(new Saboteur(
                                                ledgers.get(ledgers.size() - 1).database()));

                                assertThatThrownBy(() -> new DimensionRun(TINY.rounds(), what -> {}).run(dimension))
                                        .isInstanceOf(CheckFailedException.class)
                                        .hasMessageContaining("acknowledged were");
                            }
                        }));
    }

    private DimensionResult run(String name) throws Exception {
        Dimensions.Opener opener =
                requireNonNull(new Dimensions(server, TINY).all().get(name));
        try (Dimension dimension = opener.open()) {
            return new DimensionRun(TINY.rounds(), what -> {}).run(dimension);
        }
    }

    /** Has its turns as all others, and adds a row in each that nobody appended. */
    private record Saboteur(BenchDatabase database) implements Point {
        @Override
        public String label() {
            return "saboteur";
        }

        @Override
        public Work run(Duration time) throws SQLException {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("""
                        INSERT INTO events (event_id, stream_id, stream_version, event_type, event_data)
                        SELECT gen_random_uuid(), 'nobody', count(*) + 1, 'deposited', '{"cents": 1}'
                        FROM events WHERE stream_id = 'nobody'""");
            }
            return new Work(1, 1, new Histogram(3));
        }

        @Override
        public long size() {
            return 1;
        }

        @Override
        public Counts counts() {
            return Counts.NOTHING;
        }
    }
}

package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eventcore.ConfigurationException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {

    private static final Sizes TINY =
            new Sizes(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofMillis(50), 3, 500, 1_000, 1_000);

    private static final List<String> FIGURES = List.of(
            "single_256.vs_insert",
            "single_256.vs_naive",
            "pair_256.vs_insert",
            "pair_256.vs_naive",
            "batch100_8.vs_copy",
            "one_client.vs_call",
            "hot_stream_64.vs_naive",
            "catchup.vs_scan",
            "growth_1m",
            "memory_single",
            "p99_single_256_ms");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @Test
    void everyScenarioRunsChecksItselfAndEndsWithItsFigures() throws IOException {
        int exitCode = run("--out", directory.resolve("results").toString());

        assertThat(errors()).contains("single_256, 256 commands in flight: ", "growth_1m: preparing");
        assertThat(exitCode).as(errors()).isZero();
        List<String> lines = output().lines().toList();
        assertThat(lines).anyMatch(line -> line.contains("fsync=on"));
        List<String> last = lines.subList(lines.size() - FIGURES.size(), lines.size());
        assertThat(last).allMatch(line -> line.matches("[a-z0-9_.]+=[0-9]+\\.[0-9]{2}"));
        assertThat(last.stream().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyElementsOf(FIGURES);

        JsonNode json =
                JsonMapper.shared().readTree(directory.resolve("results").resolve("results.json"));
        assertThat(json.at("/environment/settings/fsync").asString()).isEqualTo("on");
        assertThat(json.at("/environment/fsyncsPerSecond").asDouble()).isPositive();
        assertThat(json.at("/scenarios/0/scenario").asString()).isEqualTo("single_256");
        assertThat(json.at("/scenarios/0/eventcore/perSecond").size()).isEqualTo(3);
        assertThat(json.at("/scenarios/0/comparisons/1/ratios").size()).isEqualTo(3);
        assertThat(json.at("/absolutes/0/figure").asString()).isEqualTo("memory_single");
        assertThat(json.at("/absolutes/0/values").size()).isEqualTo(5);

        for (String chart : List.of("throughput", "latency", "growth")) {
            Path svg = directory.resolve("results").resolve(chart + ".svg");
            Path png = directory.resolve("results").resolve(chart + ".png");
            assertThat(svg).content(StandardCharsets.UTF_8).contains("<svg", "</svg>");
            BufferedImage image = ImageIO.read(png.toFile());
            assertThat(image.getWidth()).isEqualTo(1_200);
        }
    }

    @Test
    void theFigureWithoutAControlCanBeMeasuredAlone() {
        int exitCode = run("--only", "memory_single", "--out", directory.toString());

        assertThat(exitCode).as(errors()).isZero();
        assertThat(output().lines())
                .anyMatch(line -> line.matches("memory_single +[0-9.]+ .* 1\\.00  commands a microsecond.*"));
        assertThat(output().lines().reduce((one, next) -> next).orElseThrow()).matches("memory_single=[0-9.]+");
    }

    @Test
    void anUnknownScenarioIsOneSentenceAndExitCodeTwo() {
        assertThat(run("--only", "nothing", "--out", directory.toString())).isEqualTo(2);
        assertThat(errors()).hasLineCount(1).contains("single_256");
    }

    @Test
    void aServerThatCannotBeReachedIsOneSentenceAndExitCodeTwo() {
        assertThat(run("--url", "postgres://app:s3cret@localhost:1/none", "--out", directory.toString()))
                .isEqualTo(2);
        assertThat(errors())
                .hasLineCount(1)
                .contains("--url", "localhost:1/none")
                .doesNotContain("s3cret");
    }

    @Test
    void aServerThatMayLoseACommitIsRefused() {
        Map<String, String> durable = Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");
        assertThatCode(() -> Server.refuseUnlessDurable(durable)).doesNotThrowAnyException();

        for (String name : durable.keySet()) {
            Map<String, String> settings = new HashMap<>(durable);
            settings.put(name, "off");
            assertThatThrownBy(() -> Server.refuseUnlessDurable(settings))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(name + " is off");
        }
    }

    private int run(String... arguments) {
        PrintStream outStream = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, true, StandardCharsets.UTF_8);
        BenchCommand command =
                new BenchCommand(false, outStream, errStream, TINY, ScalingTest.TINY, ProjectionFiguresTest.TINY);
        return BenchApp.commandLine(command, outStream, errStream).execute(arguments);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}

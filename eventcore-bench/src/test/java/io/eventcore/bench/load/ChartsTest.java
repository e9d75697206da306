package io.eventcore.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartsTest {

    private static final RunEnvironment ENVIRONMENT =
            new RunEnvironment("", "", 1, 1, 1, "", "", "", Map.of(), Map.of());

    @TempDir
    Path directory;

    @Test
    void eachChartIsDrawnAsSvgAndAsPng() throws IOException {
        Report report = new Report(
                ENVIRONMENT,
                List.of(result("single_256", ".vs_insert", 9.5, 12.0), result("growth_1m", "", 9, 10)),
                List.of());

        new Charts(report).write(directory);

        for (String chart : List.of("throughput", "latency", "growth")) {
            assertThat(directory.resolve(chart + ".svg"))
                    .content(StandardCharsets.UTF_8)
                    .contains("<svg", "</svg>");
            BufferedImage image = ImageIO.read(directory.resolve(chart + ".png").toFile());
            assertThat(image.getWidth()).isEqualTo(1_200);
        }
    }

    @Test
    void whatWasNotMeasuredIsNotDrawn() throws IOException {
        new Charts(new Report(ENVIRONMENT, List.of(result("batch100_8", ".vs_copy", 70_000, 60_000)), List.of()))
                .write(directory);

        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("throughput.svg", "throughput.png");
    }

    private static ScenarioResult result(String name, String suffix, double rate, double control) {
        Latency latency = new Latency(0.5, 1, 2, 3, 40);
        SideResult eventcore = new SideResult("commands", List.of(rate, rate * 1.1, rate), latency);
        SideResult other = new SideResult("inserts", List.of(control, control, control * 0.9), latency);
        return new ScenarioResult(
                name, eventcore, List.of(Comparison.of(new Rival(name + suffix, 1, new NoSide()), eventcore, other)));
    }

    private static final class NoSide implements Side {
        @Override
        public String label() {
            return "nobody";
        }

        @Override
        public Work run(Duration time) {
            throw new AssertionError("nobody runs here");
        }

        @Override
        public void check() {}
    }
}

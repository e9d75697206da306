package io.eventcore.examples.projections;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.ProjectionId;
import io.eventcore.Segment;
import io.eventcore.SegmentState;
import io.eventcore.SegmentState.Activity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentListTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void theLargestFiguresAndTheLongestNamesFitInto120Columns() {
        SegmentState segment = new SegmentState(
                new ProjectionId("a-projection-with-a-name-that-goes-on-and-on", 100),
                true,
                new Segment(1_023, 1_024),
                1_234_567_890,
                Optional.of(NOW.minus(Duration.ofHours(71))),
                Optional.of("123456@a-host-with-a-very-long-name.example.com-ab12"),
                Activity.RETRYING,
                Optional.of("it failed\n" + "at length ".repeat(50)),
                Optional.of(NOW.minusSeconds(90)),
                NOW,
                12_345);

        List<String> table = new SegmentList(List.of(segment), 3_456_789_012L, NOW).table();

        assertThat(table).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(table.get(1)).contains("1,234,567,890", "2,222,221,122", "2 d 23 h", "retrying", "12,345");
        assertThat(table.get(2)).startsWith("  last error 1 min ago: it failed at length");
        assertThat(String.join("\n", table.subList(2, table.size())).split("length", -1))
                .as("nothing of it is cut off")
                .hasSize(51);
    }

    @Test
    void timesAreWrittenInTheirLargestUnits() {
        assertThat(Words.duration(Duration.ofSeconds(-1))).isEqualTo("0 s");
        assertThat(Words.duration(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(Words.duration(Duration.ofSeconds(60))).isEqualTo("1 min");
        assertThat(Words.duration(Duration.ofMinutes(150))).isEqualTo("2 h 30 m");
        assertThat(Words.duration(Duration.ofHours(49))).isEqualTo("2 d 1 h");
    }
}

package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestClockTest {

    private static final Instant NOON = Instant.parse("2030-06-01T12:00:00Z");

    private final TestClock clock = TestClock.at(NOON);

    @Test
    void itStandsStill() {
        assertThat(clock.instant()).isEqualTo(NOON).isEqualTo(clock.instant());
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void itIsMovedOnAndBackAndPut() {
        clock.advance(Duration.ofMinutes(5));
        assertThat(clock.instant()).isEqualTo("2030-06-01T12:05:00Z");

        clock.advance(Duration.ofMinutes(-10));
        assertThat(clock.instant()).isEqualTo("2030-06-01T11:55:00Z");

        clock.set(NOON);
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void inAnotherZoneItMovesAlong() {
        Clock inOslo = clock.withZone(ZoneId.of("Europe/Oslo"));
        clock.advance(Duration.ofHours(1));

        assertThat(inOslo.instant()).isEqualTo(NOON.plusSeconds(3600));
        assertThat(inOslo.getZone()).isEqualTo(ZoneId.of("Europe/Oslo"));
    }

    @Test
    void noMoveIsLostBetweenThreads() {
        CompletableFuture<?>[] movers = Stream.generate(() -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 1000; i++) {
                        clock.advance(Duration.ofSeconds(1));
                    }
                }))
                .limit(4)
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(movers).join();

        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(4000));
    }
}

package io.eventcore.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What the log says of a pool, look by look. The time is in the figures, so nobody waits. */
class PoolWarningsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final CapturedLog log = CapturedLog.of("warnings", Level.INFO);
    private final PoolWarnings warnings = new PoolWarnings(log.logger(), at(0, 0, 0));

    @Test
    void eightyPercentIsNoWarningYet() {
        warnings.look(at(10, 8, 0));

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aboveEightyPercentIsAWarningThatSaysWhatToDo() {
        warnings.look(at(10, 9, 0));

        assertThat(log.lines())
                .containsExactly("WARN 90 % of the pool's connections are in use (9 of 10, 3 callers wait):"
                        + " look for whoever holds them long, or raise maxConnections.");
    }

    @Test
    void aWarningIsRepeatedEachMinuteWhileItLasts() {
        for (int second = 10; second <= 130; second += 10) {
            warnings.look(at(second, 10, 0));
        }
        assertThat(log.lines()).hasSize(3);
    }

    @Test
    void aPoolThatComesAndGoesFloodsNothing() {
        for (int second = 1; second <= 120; second++) {
            warnings.look(at(second, second % 2 == 0 ? 0 : 10, 0));
        }
        assertThat(log.lines()).hasSize(2).allMatch(line -> line.startsWith("WARN"));
    }

    @Test
    void theAllClearComesOnceAfterAMinute() {
        warnings.look(at(10, 10, 0));
        for (int second = 20; second <= 200; second += 10) {
            warnings.look(at(second, 1, 0));
        }
        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(1)).isEqualTo("INFO The pool has had connections to spare for a minute.");

        warnings.look(at(210, 10, 0));
        assertThat(log.lines()).hasSize(3);
    }

    @Test
    void callersWhoGotNothingAreAWarningEvenIfThePoolLooksIdle() {
        warnings.look(at(10, 0, 2));
        warnings.look(at(20, 0, 2));

        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("WARN 2 callers got no connection in time since the last look: raise maxConnections");
    }

    @Test
    void bothAreSaidAtOnce() {
        warnings.look(at(10, 10, 1));

        assertThat(log.lines()).hasSize(2);
    }

    @Test
    void aPoolThatIsWellSaysNothing() {
        for (int second = 10; second <= 300; second += 10) {
            warnings.look(at(second, 2, 0));
        }
        assertThat(log.lines()).isEmpty();
    }

    static PoolMetrics at(int second, int active, long timeouts) {
        return new PoolMetrics(
                active,
                0,
                active,
                active,
                10,
                3,
                active * 10.0,
                timeouts,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                0,
                true,
                START.plusSeconds(second));
    }
}

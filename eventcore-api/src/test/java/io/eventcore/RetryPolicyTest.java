package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.resilience4j.core.functions.Either;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {

    @Test
    void isByDefaultWhatItsDocumentationSays() {
        assertThat(RetryPolicy.defaults())
                .isEqualTo(new RetryPolicy(50, Duration.ofMillis(2), 1.6, Duration.ofMillis(250), 0.5));
        assertThat(RetryPolicy.never()).isEqualTo(RetryPolicy.defaults().withMaxAttempts(1));
    }

    static Stream<Arguments> outOfRange() {
        Duration ms = Duration.ofMillis(1);
        return Stream.of(
                refused(() -> new RetryPolicy(0, ms, 1, ms, 0), "maxAttempts is at least 1, not 0"),
                refused(() -> new RetryPolicy(-3, ms, 1, ms, 0), "maxAttempts is at least 1, not -3"),
                refused(() -> RetryPolicy.defaults().withMaxAttempts(0), "maxAttempts is at least 1, not 0"),
                refused(() -> new RetryPolicy(1, Duration.ZERO, 1, ms, 0), "firstDelay is at least 1 ms, not 0 s"),
                refused(
                        () -> new RetryPolicy(1, Duration.ofNanos(999_999), 1, ms, 0),
                        "firstDelay is at least 1 ms, not 999999 ns"),
                refused(() -> new RetryPolicy(1, ms, 0.99, ms, 0), "multiplier is at least 1, not 0.99"),
                refused(() -> new RetryPolicy(1, ms, Double.NaN, ms, 0), "multiplier is at least 1, not NaN"),
                refused(
                        () -> new RetryPolicy(1, Duration.ofMillis(2), 1, ms, 0),
                        "maxDelay is at least firstDelay, not 1 ms"),
                refused(() -> new RetryPolicy(1, ms, 1, ms, -0.1), "jitter is from 0 to below 1, not -0.1"),
                refused(() -> new RetryPolicy(1, ms, 1, ms, 1), "jitter is from 0 to below 1, not 1.0"),
                refused(() -> new RetryPolicy(1, ms, 1, ms, Double.NaN), "jitter is from 0 to below 1, not NaN"));
    }

    private static Arguments refused(Supplier<RetryPolicy> policy, String rule) {
        return Arguments.of(policy, "RetryPolicy: " + rule + ".");
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void refusesAValueOutOfItsRangeAndNamesIt(Supplier<RetryPolicy> policy, String message) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(policy::get)
                .withMessageStartingWith(message);
    }

    @Test
    void growsFromTheFirstDelayByTheMultiplierUpToTheLongest() {
        RetryPolicy policy = new RetryPolicy(50, Duration.ofMillis(1), 1.5, Duration.ofMillis(20), 0);

        assertThat(delays(policy, 10)).containsExactly(1L, 2L, 2L, 3L, 5L, 8L, 11L, 17L, 20L, 20L);
    }

    @Test
    void staysAtTheLongestDelayHoweverManyAttemptsThereAre() {
        RetryPolicy policy = new RetryPolicy(Integer.MAX_VALUE, Duration.ofMillis(1), 10, Duration.ofMillis(20), 0);

        assertThat(delays(policy, 2_000)).last().isEqualTo(20L);
    }

    @Test
    void spreadsTheLongestDelayAsWidelyAsTheOthers() {
        RetryPolicy policy = new RetryPolicy(50, Duration.ofMillis(100), 2, Duration.ofMillis(200), 0.5);

        List<Long> longest =
                IntStream.range(0, 1_000).mapToObj(i -> delay(policy, 20)).toList();

        assertThat(longest).allSatisfy(delay -> assertThat(delay).isBetween(100L, 300L));
        assertThat(longest).anyMatch(delay -> delay < 150).anyMatch(delay -> delay > 250);
    }

    @Test
    void neverGivesUpBecauseADelayWasSpreadToNothing() {
        RetryPolicy policy = new RetryPolicy(50, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0.99);

        for (int i = 0; i < 1_000; i++) {
            assertThat(delay(policy, 1)).isBetween(1L, 2L);
        }
    }

    private static List<Long> delays(RetryPolicy policy, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(attempt -> delay(policy, attempt))
                .toList();
    }

    private static long delay(RetryPolicy policy, int attempt) {
        return policy.toRetry()
                .getRetryConfig()
                .<ExecutionResult>getIntervalBiFunction()
                .apply(attempt, Either.left(new IllegalStateException()));
    }
}

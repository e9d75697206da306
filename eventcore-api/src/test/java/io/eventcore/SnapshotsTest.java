package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotsTest {

    private static final Snapshots<Long> BALANCE = Snapshots.of("balance", 2, Long.class);

    @Test
    void lieAThousandEventsApartUnlessSomethingElseIsSet() {
        assertThat(BALANCE.every()).isEqualTo(1_000);
        assertThat(BALANCE.every(7)).isEqualTo(new Snapshots<>("balance", 2, Long.class, 7));
        assertThat(BALANCE).hasToString("balance v2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "bal\0ance"})
    void aNameThatNobodyCouldReadIsRefused(String name) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Snapshots.of(name, 1, Long.class))
                .withMessageContaining("The name of a fold's snapshots")
                .withMessageNotContaining("\0");
    }

    @Test
    void theLongestNameIsCountedInCodePoints() {
        String longest = "🦊".repeat(Snapshots.LONGEST_NAME);

        assertThat(Snapshots.of(longest, 1, Long.class).name()).isEqualTo(longest);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Snapshots.of(longest + "a", 1, Long.class))
                .withMessageContaining("1 to 255 characters");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void numbersBelowOneAreRefused(int number) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> Snapshots.of("balance", number, Long.class))
                .withMessageStartingWith("The version of the snapshots 'balance' is at least 1, not " + number + ".");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> BALANCE.every(number))
                .withMessageStartingWith(
                        "Between two of the snapshots 'balance' lies at least 1 event, not " + number + ".");
    }

    @ParameterizedTest
    @CsvSource({"0, 9, false", "9, 10, true", "8, 12, true", "10, 19, false", "10, 20, true", "10, 31, true"})
    void areDueWhenAStreamComesToAMultipleOfTheDistance(long before, long after, boolean due) {
        assertThat(BALANCE.every(10).areDueBetween(before, after)).isEqualTo(due);
    }
}

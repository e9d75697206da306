package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionIdTest {

    @Test
    void isToldByNameAndVersion() {
        ProjectionId id = new ProjectionId("balances by day", 3);

        assertThat(id).hasToString("balances by day v3");
        assertThat(id).isNotEqualTo(new ProjectionId("balances by day", 2));
    }

    @Test
    void theLongestNameIsCountedInCodePoints() {
        String longest = "🦊".repeat(ProjectionId.LONGEST_NAME);

        assertThat(new ProjectionId(longest, 1).name()).isEqualTo(longest);
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ProjectionId(longest + "a", 1))
                .withMessageContaining("1 to 255 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n", "bal\0ances"})
    void aNameThatNobodyCouldReadIsRefused(String name) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ProjectionId(name, 1))
                .withMessageContaining("The name of a projection")
                .withMessageNotContaining("\0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aVersionBelowOneIsRefused(int version) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ProjectionId("balances", version))
                .withMessageStartingWith(
                        "The version of a projection is at least 1; that of 'balances' is " + version + ".");
    }
}

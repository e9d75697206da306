package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedVersionTest {

    @Test
    void matchesWhatItSays() {
        assertThat(ExpectedVersion.noStream().matches(0)).isTrue();
        assertThat(ExpectedVersion.noStream().matches(1)).isFalse();
        assertThat(ExpectedVersion.exactly(3).matches(3)).isTrue();
        assertThat(ExpectedVersion.exactly(3).matches(2)).isFalse();
        assertThat(ExpectedVersion.exactly(3).matches(4)).isFalse();
        assertThat(ExpectedVersion.any().matches(0)).isTrue();
        assertThat(ExpectedVersion.any().matches(9)).isTrue();
    }

    @Test
    void saysTheSameForNoStreamAndExactlyNothing() {
        assertThat(ExpectedVersion.exactly(0)).isEqualTo(ExpectedVersion.noStream());
    }

    @Test
    void isReadableInAMessage() {
        assertThat(ExpectedVersion.noStream()).hasToString("no stream");
        assertThat(ExpectedVersion.exactly(3)).hasToString("version 3");
        assertThat(ExpectedVersion.any()).hasToString("any version");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE})
    void isNeverNegative(long version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExpectedVersion.exactly(version))
                .withMessageStartingWith("An exact version is at least 1, not " + version + ".");
    }
}

package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamsTest {

    private static final StreamId ALICE = StreamId.of("account-alice");
    private static final StreamId BOB = StreamId.of("account-bob");

    @Test
    void keepTheOrderInWhichTheyWereNamed() {
        assertThat(Streams.of(BOB, ALICE)).containsExactly(BOB, ALICE);
        assertThat(Streams.of(List.of(BOB, ALICE)).ids()).containsExactly(BOB, ALICE);
        assertThat(Streams.of(BOB, ALICE)).hasToString("[account-bob, account-alice]");
    }

    @Test
    void refuseAStreamThatIsNamedTwice() {
        String message = "Stream 'account-alice' is named twice: a command reads each of its streams once.";
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> Streams.of(ALICE, BOB, ALICE))
                .withMessageStartingWith(message);
        assertThatExceptionOfType(InvalidStreamException.class)
                .isThrownBy(() -> Streams.of(List.of(ALICE, ALICE)))
                .withMessageStartingWith(message);
    }

    @Test
    void areEmptyOnlyWhenNoneIsNamed() {
        assertThat(Streams.none().isEmpty()).isTrue();
        assertThat(Streams.of().isEmpty()).isTrue();
        assertThat(Streams.of(ALICE).isEmpty()).isFalse();
    }

    @Test
    void doNotChangeAfterwards() {
        List<StreamId> given = new ArrayList<>(List.of(ALICE));
        Streams streams = Streams.of(given);
        given.add(BOB);

        assertThat(streams.ids()).containsExactly(ALICE);
        assertThatThrownBy(() -> streams.ids().add(BOB)).isInstanceOf(UnsupportedOperationException.class);
    }
}

package io.eventcore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A fold over one stream is complete, and a command finds in its states what it has named, and nothing else. */
class StreamFoldTest {

    private static final StreamId A = StreamId.of("a");
    private static final StreamId B = StreamId.of("b");

    private sealed interface Switch {
        record On(int volts) implements Switch {}

        record Off() implements Switch {}
    }

    private static final StreamFold<Integer, Switch> VOLTS = StreamFold.over(Switch.class, 0)
            .on(Switch.On.class, (volts, on) -> volts + on.volts())
            .on(Switch.Off.class, (volts, off) -> 0)
            .build();

    private record TurnOn(StreamId stream) implements StreamCommand<Integer, Switch> {
        @Override
        public Streams streams() {
            return Streams.of(stream);
        }

        @Override
        public StreamFold<Integer, Switch> fold() {
            return VOLTS;
        }

        @Override
        public Writes<Switch> handle(StreamStates<Integer> states) {
            return Writes.to(stream, new Switch.On(states.of(stream)));
        }
    }

    @Test
    void eventsChangeTheState() {
        Integer state = VOLTS.initialState();
        state = VOLTS.apply(state, new Switch.On(3));
        state = VOLTS.apply(state, new Switch.On(4));

        assertThat(state).isEqualTo(7);
        assertThat(VOLTS.apply(state, new Switch.Off())).isZero();
    }

    @Test
    void aClassThatIsForgottenIsNamed() {
        StreamFold.Builder<Integer, Switch> incomplete =
                StreamFold.over(Switch.class, 0).on(Switch.On.class, (volts, on) -> on.volts());

        assertThatThrownBy(incomplete::build)
                .isInstanceOf(EventTypeRegistrationException.class)
                .hasMessageContaining("Off");
        assertThat(incomplete.ignoring(Switch.Off.class).build().apply(7, new Switch.Off()))
                .isEqualTo(7);
    }

    @Test
    void whatIsNoEventOfTheFamilyIsRefused() {
        assertThatThrownBy(() -> VOLTS.apply(0, "no switch"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void aStreamThatWasNotReadHasNoState() {
        StreamStates<Integer> states = new TurnOn(A).initialState();

        assertThat(states.of(A)).isZero();
        assertThat(states.versionOf(A)).isZero();
        assertThatThrownBy(() -> states.of(B))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b' was not read")
                .hasMessageContaining("[a]")
                .hasMessageContaining("streams()");
    }

    @Test
    void aStreamCommandIsACommandLikeAnyOther() {
        TurnOn command = new TurnOn(A);

        StreamStates<Integer> states = command.apply(command.initialState(), stored(new Switch.On(5), 1));
        StreamStates<Integer> later = command.apply(states, stored(new Switch.On(6), 2));

        assertThat(later.of(A)).isEqualTo(11);
        assertThat(later.versionOf(A)).isEqualTo(2);
        assertThat(states.of(A)).as("what was there does not change").isEqualTo(5);
        assertThat(command.eventType()).isEqualTo(Switch.class);
        assertThat(command.handle(later).toList()).containsExactly(new Writes.Write(A, new Switch.On(11)));
    }

    private static StoredEvent<Switch> stored(Switch event, long version) {
        return new StoredEvent<>(
                EventId.of(UUID.randomUUID()),
                A,
                version,
                version + 40,
                "switch",
                event,
                EventMetadata.empty(),
                Instant.EPOCH);
    }
}

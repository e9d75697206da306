package io.eventcore.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.eventcore.CommandExecutor;
import io.eventcore.EventCodec;
import io.eventcore.EventTypes;
import io.eventcore.Snapshots;
import io.eventcore.StreamCommand;
import io.eventcore.StreamFold;
import io.eventcore.StreamId;
import io.eventcore.StreamState;
import io.eventcore.StreamStates;
import io.eventcore.Streams;
import io.eventcore.Writes;
import io.eventcore.memory.InMemoryEventStore;
import io.eventcore.testkit.ContractEvent.Noted;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A snapshot rests on what the codec has kept of the events, not on what the command has written. */
class SnapshotOfWhatIsReadTest {

    private static final StreamId STREAM = StreamId.of("a");
    private static final Snapshots<String> KEPT =
            Snapshots.of("texts", 1, String.class).every(1);
    private static final StreamFold<String, Noted> TEXTS = StreamFold.over(Noted.class, "")
            .on(Noted.class, (texts, noted) -> texts + noted.text())
            .snapshots(KEPT)
            .build();

    @Test
    void whatTheCodecLeavesOutIsNotInASnapshot() {
        InMemoryEventStore store = InMemoryEventStore.builder(EventTypes.of(Noted.class))
                .codec(new FirstLetters())
                .build();

        CommandExecutor.create(store).execute(new Note("secret"));

        assertThat(store.snapshots().load(Set.of(STREAM), KEPT, Duration.ofSeconds(1)))
                .extractingByKey(STREAM)
                .extracting(StreamState::state)
                .isEqualTo("s");
    }

    private record Note(String text) implements StreamCommand<String, Noted> {
        @Override
        public Streams streams() {
            return Streams.of(STREAM);
        }

        @Override
        public StreamFold<String, Noted> fold() {
            return TEXTS;
        }

        @Override
        public Writes<Noted> handle(StreamStates<String> texts) {
            return Writes.to(STREAM, new Noted(text));
        }
    }

    /** Keeps the first letter of a text. */
    private static final class FirstLetters implements EventCodec {
        @Override
        public String encode(Object payload) {
            return payload instanceof Noted noted ? noted.text().substring(0, 1) : payload.toString();
        }

        @Override
        public <T> T decode(String json, Class<T> type) {
            return type.cast(type == Noted.class ? new Noted(json) : json);
        }

        @Override
        public Map<String, @Nullable Object> decodeFields(String json) {
            return Map.of("text", json);
        }
    }
}

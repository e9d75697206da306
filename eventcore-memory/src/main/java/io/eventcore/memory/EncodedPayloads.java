package io.eventcore.memory;

import io.eventcore.EventCodec;
import io.eventcore.EventTypes;
import io.eventcore.EventTypes.Registration;
import io.eventcore.NewEvent;
import io.eventcore.PayloadReader;
import io.eventcore.PayloadWriter;
import io.eventcore.StoredEvent;

/** Keeps payloads as the text that a codec makes of them, as a database does. What cannot be read back is not taken. */
final class EncodedPayloads implements KeptPayloads {

    private final EventCodec codec;
    private final PayloadWriter writer;
    private final PayloadReader reader;

    EncodedPayloads(EventTypes types, EventCodec codec) {
        this.codec = codec;
        this.writer = new PayloadWriter(codec);
        this.reader = new PayloadReader(types, codec);
    }

    /**
     * A payload as text.
     *
     * @param version of its shape
     */
    record Encoded(int version, String json) {
        @Override
        public String toString() {
            return json;
        }
    }

    @Override
    public Object keep(NewEvent event, Registration type) {
        String json = writer.write(event);
        codec.decode(json, type.payloadType());
        return new Encoded(type.version(), json);
    }

    @Override
    public void checkState(Class<?> type) {
        codec.check(type);
    }

    @Override
    public Object asRead(Object payload, Class<?> type) {
        return codec.decode(codec.encode(payload), type);
    }

    @Override
    public StoredEvent<Object> read(StoredEvent<Object> kept) {
        Encoded encoded = (Encoded) kept.payload();
        Object payload = reader.read(
                kept.stream(), kept.version(), kept.position(), kept.type(), encoded.version(), encoded.json());
        return new StoredEvent<>(
                kept.id(),
                kept.stream(),
                kept.version(),
                kept.position(),
                kept.type(),
                payload,
                kept.metadata(),
                kept.createdAt());
    }
}

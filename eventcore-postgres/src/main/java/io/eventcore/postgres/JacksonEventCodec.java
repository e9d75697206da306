package io.eventcore.postgres;

import io.eventcore.EventCodec;
import io.eventcore.EventCodecException;
import io.eventcore.postgres.internal.codec.BufferPool;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Payloads as JSON, by Jackson: each payload is the JSON of its own class, without type information. Thread-safe. */
public final class JacksonEventCodec implements EventCodec {

    private final JsonMapper mapper;
    /** A reader knows the way to decode its type; the mapper would look it up for each event. */
    private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    private JacksonEventCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** A codec with Jackson's own defaults: dates as ISO text, unknown properties passed over. */
    public static JacksonEventCodec create() {
        JsonFactory factory =
                JsonFactory.builder().recyclerPool(new BufferPool()).build();
        return new JacksonEventCodec(JsonMapper.builder(factory).build());
    }

    /** A codec with a mapper that the application has set up. */
    public static JacksonEventCodec of(JsonMapper mapper) {
        return new JacksonEventCodec(mapper);
    }

    @Override
    public String encode(Object payload) {
        try {
            return mapper.writeValueAsString(payload);
        } catch (JacksonException e) {
            throw new EventCodecException(
                    "An event of " + payload.getClass().getName() + " cannot be written as JSON: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    @Override
    public <T> T decode(String json, Class<T> type) {
        try {
            return readers.computeIfAbsent(type, mapper::readerFor).readValue(json);
        } catch (JacksonException e) {
            throw new EventCodecException(
                    "An event's data do not fit " + type.getName() + ": " + e.getOriginalMessage(), e);
        }
    }
}

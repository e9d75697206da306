package io.eventcore.postgres;

import io.eventcore.EventCodec;
import io.eventcore.EventCodecException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Payloads as JSON, by Jackson: each payload is the JSON of its own class, without type information. Thread-safe. */
public final class JacksonEventCodec implements EventCodec {

    private final JsonMapper mapper;

    private JacksonEventCodec(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /** A codec with Jackson's own defaults: dates as ISO text, unknown properties passed over. */
    public static JacksonEventCodec create() {
        return new JacksonEventCodec(JsonMapper.builder().build());
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
            return mapper.readValue(json, type);
        } catch (JacksonException e) {
            throw new EventCodecException(
                    "An event's data do not fit " + type.getName() + ": " + e.getOriginalMessage(), e);
        }
    }
}

package io.eventcore.postgres;

import io.eventcore.EventCodec;
import io.eventcore.EventCodecException;
import io.eventcore.postgres.internal.codec.BufferPool;
import io.eventcore.postgres.internal.codec.ExactNumbers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Payloads as JSON, by Jackson: each payload is the JSON of its own class, without type information. Thread-safe. */
public final class JacksonEventCodec implements EventCodec {

    /**
     * Characters of the longest number that PostgreSQL gives back: 131,072 digits, 16,383 behind the point, the point and the
     * sign. It writes all zeros of 1E-2000; Jackson's own limit would let such an event in, and never out again.
     */
    private static final int LONGEST_NUMBER = 131_072 + 16_383 + 2;

    private final JsonMapper mapper;
    /** A reader knows the way to decode its type; the mapper would look it up for each event. */
    private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    private final ObjectReader fields;

    private JacksonEventCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.fields = mapper.readerFor(new TypeReference<Map<String, @Nullable Object>>() {})
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /**
     * {@return a codec with Jackson's own defaults: dates as ISO text, unknown properties passed over} Records come
     * back equal also where PostgreSQL would change a number: a {@link java.math.BigDecimal} with a scale below zero,
     * such as 1E+3, and a negative zero are written as texts.
     *
     * <p>A sealed interface as the type of a field needs Jackson's {@code @JsonTypeInfo} and {@code @JsonTypeName}:
     * only the event itself has its name in a column.
     */
    public static JacksonEventCodec create() {
        JsonFactory factory = JsonFactory.builder()
                .recyclerPool(new BufferPool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(LONGEST_NUMBER)
                        .build())
                .build();
        return new JacksonEventCodec(
                JsonMapper.builder(factory).addModule(new ExactNumbers()).build());
    }

    /**
     * A codec with a mapper that the application has set up.
     *
     * @param mapper used as it is, without what {@link #create()} adds for numbers
     * @return the codec
     */
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

    @Override
    public Map<String, @Nullable Object> decodeFields(String json) {
        try {
            return fields.readValue(json);
        } catch (JacksonException e) {
            throw new EventCodecException("An event's data are no JSON object: " + e.getOriginalMessage(), e);
        }
    }
}

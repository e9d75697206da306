package io.eventcore.jackson;

import io.eventcore.EventCodec;
import io.eventcore.EventCodecException;
import io.eventcore.EventTypeRegistrationException;
import io.eventcore.InvalidEventException;
import io.eventcore.jackson.internal.BufferPool;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads as JSON, by Jackson: each payload is the JSON of its own class, without type information. Thread-safe.
 *
 * <p>What it accepts comes back equal. {@link #check} refuses classes that JSON cannot give back, and {@link #encode}
 * refuses the values that it would not: it reads what it has written before anything is stored.
 */
public final class JacksonEventCodec implements EventCodec {

    private final JsonMapper mapper;
    private final RoundTrip roundTrip;
    private final Components components;
    /** A reader knows the way to decode its type; the mapper would look it up for each event. */
    private final ConcurrentMap<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();

    private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();
    private final ObjectReader fields;

    private JacksonEventCodec(JsonMapper mapper) {
        this.mapper = mapper;
        this.components = new Components(mapper);
        this.roundTrip = new RoundTrip(mapper, components);
        this.fields = mapper.readerFor(new TypeReference<Map<String, @Nullable Object>>() {})
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    }

    /**
     * {@return a codec that gives back what it was given} It has Jackson's own defaults but for this: dates keep their
     * offset and their zone, enums are written by their names, records have their components and nothing else, and numbers
     * that PostgreSQL would change, a {@link java.math.BigDecimal} with a scale below zero, such as 1E+3, and a negative
     * zero, are written as texts.
     *
     * <p>A sealed interface as the type of a field needs Jackson's {@code @JsonTypeInfo}: only the event itself has its
     * name in a column.
     *
     * @param modules Jackson's modules for further types, such as the one for Kotlin
     */
    public static JacksonEventCodec create(JacksonModule... modules) {
        JsonFactory factory = JsonFactory.builder()
                .recyclerPool(new BufferPool())
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(StoredJson.LONGEST_NUMBER)
                        .build())
                .build();
        return new JacksonEventCodec(JsonMapper.builder(factory)
                .addModule(new ExactNumbers())
                .addModules(List.of(modules))
                .enable(MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY)
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(EnumFeature.READ_ENUMS_USING_TO_STRING)
                .build());
    }

    /**
     * A codec with a mapper that the application has set up. Classes and values are checked as with {@link #create}: what
     * this mapper cannot give back is refused.
     *
     * @param mapper used as it is, without what {@link #create} sets
     * @return the codec
     */
    public static JacksonEventCodec of(JsonMapper mapper) {
        return new JacksonEventCodec(mapper);
    }

    @Override
    public void check(Class<?> type) {
        if (checked.contains(type)) {
            return;
        }
        List<String> problems = new TypeCheck(mapper).problemsOf(type);
        if (!problems.isEmpty()) {
            throw new EventTypeRegistrationException(
                    type.getName() + " could not be read back from JSON: " + String.join(" ", problems));
        }
        checked.add(type);
    }

    @Override
    public String encode(Object payload) {
        String json;
        try {
            json = mapper.writeValueAsString(payload);
        } catch (StreamConstraintsException e) {
            throw new InvalidEventException(
                    "it is nested too deeply" + components.at(payload.getClass(), e) + ".", Unquoted.of(e));
        } catch (JacksonException e) {
            throw new EventCodecException(
                    payload.getClass().getName() + " cannot be written as JSON" + components.at(payload.getClass(), e)
                            + ": " + Unquoted.nameOf(e) + ".",
                    Unquoted.of(e));
        }
        // The fields of old data, of which a payload is made at once.
        boolean ofOldData = payload instanceof Map && ProblemTexts.isOfTheJdk(payload.getClass());
        return ofOldData ? json : roundTrip.verified(payload, json, readerOf(payload.getClass()));
    }

    @Override
    public <T> T decode(String json, Class<T> type) {
        try {
            T payload = readerOf(type).readValue(json);
            if (payload == null) {
                throw new EventCodecException(
                        "The stored data do not fit " + type.getName() + ": they are null, which is no event.");
            }
            return payload;
        } catch (JacksonException e) {
            throw new EventCodecException(
                    "The stored data do not fit " + type.getName() + components.at(type, e) + ": " + Unquoted.nameOf(e)
                            + ".",
                    Unquoted.of(e));
        }
    }

    private ObjectReader readerOf(Class<?> type) {
        ObjectReader known = readers.get(type);
        return known == null ? readers.computeIfAbsent(type, mapper::readerFor) : known;
    }

    @Override
    public Map<String, @Nullable Object> decodeFields(String json) {
        try {
            return fields.readValue(json);
        } catch (JacksonException e) {
            throw new EventCodecException(
                    "The stored data are no JSON object: " + Unquoted.nameOf(e) + ".", Unquoted.of(e));
        }
    }
}
